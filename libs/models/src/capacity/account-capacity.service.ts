import { Injectable } from '@nestjs/common';
import { Database } from '@onegate/platform';
import { RouteStates } from '../routing/route-states.js';
import { UpstreamAccount } from '../upstream-accounts/upstream-account.entity.js';
import { capacityOf, type CapacityFigures } from './capacity-figures.js';
import { CapacityNotes } from './capacity-notes.js';

/** Who looks: the organizations whose own accounts he sees in full. */
export interface CapacityViewer {
  readonly tenantIds: 'all' | readonly number[];
}

/** What is left of one account. */
export interface AccountCapacity {
  readonly account: UpstreamAccount;
  readonly figures: CapacityFigures;
  /** Whether the viewer may see its name and absolute figures: of the platform's accounts only its administrators may. */
  readonly isInFull: boolean;
}

/** Says what is left of the accounts that a caller may see. */
@Injectable()
export class AccountCapacities {
  constructor(
    private readonly database: Database,
    private readonly states: RouteStates,
    private readonly notes: CapacityNotes,
  ) {}

  async list(viewer: CapacityViewer): Promise<AccountCapacity[]> {
    const accounts = await this.visible(viewer);
    return Promise.all(
      accounts.map(async (account) => ({
        account,
        figures: await this.figuresOf(account),
        isInFull: account.tenantId !== null || viewer.tenantIds === 'all',
      })),
    );
  }

  /** Those in use: of the platform, and of the viewer's organizations. */
  visible({ tenantIds }: CapacityViewer): Promise<UpstreamAccount[]> {
    const query = this.database
      .of(UpstreamAccount)
      .createQueryBuilder('account')
      .where('account.deletedAt is null and account.isEnabled and account.isProvided');
    if (tenantIds !== 'all')
      query.andWhere('(account.tenantId is null or account.tenantId = any(:tenantIds))', {
        tenantIds: [...tenantIds],
      });
    return query.orderBy('account.id', 'ASC').take(500).getMany();
  }

  private async figuresOf(account: UpstreamAccount): Promise<CapacityFigures> {
    const [state, note] = await Promise.all([this.states.read(account.id), this.notes.of(account.id)]);
    return capacityOf({ limits: account, state, note, now: state.at });
  }
}

import { Injectable } from '@nestjs/common';
import { Database } from '@onegate/platform';

/** A figure that is kept along with the books and is not what the books add up to. */
export interface BooksDifference {
  readonly walletId: number;
  readonly figure: 'credits' | 'spent' | 'overdraft' | 'grant' | 'expired' | 'balance_after' | 'number';
  readonly kept: bigint;
  readonly summed: bigint;
}

interface Row {
  readonly wallet_id: string;
  readonly figure: BooksDifference['figure'];
  readonly kept: string;
  readonly summed: string;
}

/** Wallets in $1, all where it is null; every figure next to what the entries say. */
const differences = `with
  chosen as (select * from wallets where $1::bigint[] is null or id = any($1)),
  entries as (
    select t.wallet_id, e.account, e.grant_id, e.amount_nano as amount
    from ledger_transactions t join ledger_entries e on e.transaction_id = t.id
    where $1::bigint[] is null or t.wallet_id = any($1)),
  sums as (
    select w.id,
      coalesce(sum(e.amount) filter (where e.account in ('credit', 'overdraft')), 0) as balance,
      coalesce(sum(e.amount) filter (where e.account = 'usage_revenue'), 0) as spent,
      coalesce(-sum(e.amount) filter (where e.account = 'overdraft'), 0) as overdraft
    from chosen w left join entries e on e.wallet_id = w.id group by w.id),
  by_grant as (
    select g.wallet_id, g.remaining_nano, g.expired_nano,
      coalesce(sum(e.amount), 0) as remaining
    from credit_grants g join chosen w on w.id = g.wallet_id left join entries e on e.grant_id = g.id group by g.id),
  lines as (
    select t.wallet_id, t.number, t.balance_after_nano,
      sum(t.change_nano) over (partition by t.wallet_id order by t.number) as running,
      row_number() over (partition by t.wallet_id order by t.number) as expected
    from ledger_transactions t join chosen w on w.id = t.wallet_id),
  figures as (
    select w.id as wallet_id, f.figure, f.kept, f.summed
    from chosen w join sums s on s.id = w.id cross join lateral (values
      ('credits', w.credits_nano, s.balance + s.spent), ('spent', w.spent_nano, s.spent),
      ('overdraft', w.overdraft_nano, s.overdraft)) as f(figure, kept, summed)
    union all select wallet_id, 'grant', remaining_nano, remaining from by_grant
    union all select w.id, 'expired', coalesce((select sum(expired_nano) from by_grant g where g.wallet_id = w.id), 0),
      coalesce((select sum(amount) from entries e where e.wallet_id = w.id and account = 'expired_credit'), 0)
      from chosen w
    union all select wallet_id, 'balance_after', balance_after_nano, running from lines
    union all select wallet_id, 'number', number, expected from lines)
  select * from figures where kept <> summed order by wallet_id`;

/** Compares what is kept along with the ledger with what its entries add up to. Reads all of them. */
@Injectable()
export class BooksCheck {
  constructor(private readonly database: Database) {}

  /** None, where the books are right. */
  async differences(walletIds: readonly number[] | null = null): Promise<BooksDifference[]> {
    const rows = await this.database.query<Row>(differences, [walletIds]);
    return rows.map((row) => ({
      walletId: Number(row.wallet_id),
      figure: row.figure,
      kept: BigInt(row.kept),
      summed: BigInt(row.summed),
    }));
  }
}

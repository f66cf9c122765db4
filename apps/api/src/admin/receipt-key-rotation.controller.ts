import { Post } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import { Requires } from '@onegate/platform';
import { ReceiptDesk } from '@onegate/usage';
import { z } from 'zod';
import { AdminController, Answers } from './admin-surface.js';

const rotated = z
  .object({ key_id: z.string(), created_at: z.iso.datetime() })
  .meta({ id: 'ReceiptKeyRotated' });

@AdminController('receipt-keys')
export class ReceiptKeyRotationController {
  constructor(private readonly desk: ReceiptDesk) {}

  @Post()
  @Requires('platform.billing.write')
  @ApiOperation({ summary: 'A new key signs receipts from now on; those of the old ones still count' })
  @Answers(rotated, 201)
  async rotate(@Who() who: Principal): Promise<z.input<typeof rotated>> {
    const { keyId, createdAt } = await this.desk.rotate(who);
    return { key_id: keyId, created_at: createdAt.toISOString() };
  }
}

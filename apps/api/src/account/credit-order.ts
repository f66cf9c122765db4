import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiResponse } from '@nestjs/swagger';

/** What orders of credit have in common: the key under which they are carried out once, and that they can be too many. */
export function OrdersCredit(): MethodDecorator {
  return applyDecorators(
    ApiHeader({
      name: 'idempotency-key',
      required: false,
      description: 'Sent again with the same key, the order is carried out once',
    }),
    ApiResponse({ status: 429, description: 'Too many purchases and checkouts of this account in an hour' }),
  );
}

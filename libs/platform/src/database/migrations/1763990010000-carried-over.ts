import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a period was paid with apart from money: unused time of the one before. Invoices had it in their lines only. */
export class CarriedOver1763990010000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `alter table invoices add column carried_over_cents integer not null default 0,
        add column carried_back_cents integer not null default 0`,
    );
    await runner.query(
      `update invoices set carried_over_cents =
        greatest(0, -(lines->0->>'amountCents')::integer - (effect->>'surplusCents')::integer)
       where kind = 'change' and lines->1->>'text' not like '%, rest of the period'`,
    );
    await runner.query(
      `alter table invoices add constraint invoices_carried
        check (carried_over_cents >= 0 and carried_back_cents between 0 and carried_over_cents)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table invoices drop column carried_over_cents, drop column carried_back_cents');
  }
}

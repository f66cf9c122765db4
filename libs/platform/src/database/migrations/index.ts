import { Foundation1763700000000 } from './1763700000000-foundation.js';
import { PeopleAndKeys1763700100000 } from './1763700100000-people-and-keys.js';
import { Audit1763710000000 } from './1763710000000-audit.js';
import { SignIn1763710100000 } from './1763710100000-sign-in.js';
import { Organizations1763720000000 } from './1763720000000-organizations.js';
import { Directories1763730000000 } from './1763730000000-directories.js';
import { ModelCatalog1763740000000 } from './1763740000000-model-catalog.js';
import { UpstreamAccounts1763745000000 } from './1763745000000-upstream-accounts.js';
import { Files1763750000000 } from './1763750000000-files.js';
import { StoredResponses1763753000000 } from './1763753000000-stored-responses.js';
import { Ledger1763760000000 } from './1763760000000-ledger.js';
import { UsageEvents1763770000000 } from './1763770000000-usage-events.js';
import { Admission1763775000000 } from './1763775000000-admission.js';
import { Payments1763800000000 } from './1763800000000-payments.js';
import { Plans1763810000000 } from './1763810000000-plans.js';
import { Promotions1763820000000 } from './1763820000000-promotions.js';
import { Alerts1763820100000 } from './1763820100000-alerts.js';
import { TopUps1763820200000 } from './1763820200000-top-ups.js';
import { Reconciliation1763830000000 } from './1763830000000-reconciliation.js';
import { Receipts1763830010000 } from './1763830010000-receipts.js';
import { Rerating1763830020000 } from './1763830020000-rerating.js';
import { Contents1763830030000 } from './1763830030000-contents.js';
import { AccountKeys1763900400000 } from './1763900400000-account-keys.js';
import { RetiredEvents1763910000000 } from './1763910000000-retired-events.js';
import { MailPages1763920000000 } from './1763920000000-mail-pages.js';
import { ReportedCosts1763930000000 } from './1763930000000-reported-costs.js';
import { EventsOfPeople1763950000000 } from './1763950000000-events-of-people.js';
import { NarrowEventIndexes1763960000000 } from './1763960000000-narrow-event-indexes.js';
import { OneCoreAStatement1763970000000 } from './1763970000000-one-core-a-statement.js';
import { UsageStretches1763980000000 } from './1763980000000-usage-stretches.js';
import { GivenUpTime1763990000000 } from './1763990000000-given-up-time.js';
import { CarriedOver1763990010000 } from './1763990010000-carried-over.js';

/** One database has one history: every migration of the product, oldest first. */
export const migrations = [
  Foundation1763700000000,
  PeopleAndKeys1763700100000,
  Audit1763710000000,
  SignIn1763710100000,
  Organizations1763720000000,
  Directories1763730000000,
  ModelCatalog1763740000000,
  UpstreamAccounts1763745000000,
  Files1763750000000,
  StoredResponses1763753000000,
  Ledger1763760000000,
  UsageEvents1763770000000,
  Admission1763775000000,
  Payments1763800000000,
  Plans1763810000000,
  Promotions1763820000000,
  Alerts1763820100000,
  TopUps1763820200000,
  Reconciliation1763830000000,
  Receipts1763830010000,
  Rerating1763830020000,
  Contents1763830030000,
  AccountKeys1763900400000,
  RetiredEvents1763910000000,
  MailPages1763920000000,
  ReportedCosts1763930000000,
  EventsOfPeople1763950000000,
  NarrowEventIndexes1763960000000,
  OneCoreAStatement1763970000000,
  UsageStretches1763980000000,
  GivenUpTime1763990000000,
  CarriedOver1763990010000,
];

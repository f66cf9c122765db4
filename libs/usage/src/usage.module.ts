import { Module } from '@nestjs/common';
import { ModelsModule } from '@onegate/models';
import { Admission } from './admission/admission.js';
import { KeyAdmission } from './admission/key-admission.service.js';

@Module({
  imports: [ModelsModule],
  providers: [{ provide: Admission, useClass: KeyAdmission }],
  exports: [Admission],
})
export class UsageModule {}

import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CONFIGURATION, type Configuration } from '../config/configuration.js';
import { LOGGER, type Logger } from '../logging/logger.js';
import { MailDelivery } from './mail-delivery.js';
import { MailSweep } from './mail-sweep.js';
import { MailTransport, mailTransport } from './mail-transport.js';
import { Mailer } from './mailer.js';
import { OutgoingMail } from './outgoing-mail.entity.js';

@Global()
@Module({
  imports: [TypeOrmModule.forFeature([OutgoingMail])],
  providers: [
    Mailer,
    MailDelivery,
    MailSweep,
    {
      provide: MailTransport,
      inject: [CONFIGURATION, LOGGER],
      useFactory: (config: Configuration, log: Logger) => mailTransport(config, log),
    },
  ],
  exports: [Mailer, MailDelivery, MailSweep],
})
export class MailModule {}

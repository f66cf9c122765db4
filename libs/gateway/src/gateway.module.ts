import { Module } from '@nestjs/common';
import { ChatRelay } from './relay/chat-relay.service.js';

@Module({ providers: [ChatRelay], exports: [ChatRelay] })
export class GatewayModule {}

import { Module } from '@nestjs/common';
import { SimulatorRelay } from './relay/simulator-relay.service.js';

@Module({ providers: [SimulatorRelay], exports: [SimulatorRelay] })
export class GatewayModule {}

import { Module } from '@nestjs/common';
import { FilesModule } from './files/files.module.js';
import { SimulatorRelay } from './relay/simulator-relay.service.js';

@Module({ imports: [FilesModule], providers: [SimulatorRelay], exports: [FilesModule, SimulatorRelay] })
export class GatewayModule {}

import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Clock, Public } from '@onegate/platform';
import { z } from 'zod';
import { apiTags } from '../docs/api-tags.js';

const pong = z
  .object({ object: z.literal('ping'), message: z.literal('pong'), time: z.int() })
  .meta({ id: 'Ping', example: { object: 'ping', message: 'pong', time: 1_790_000_000 } });

@ApiTags(apiTags.keyHolder)
@Controller('v1/ping')
@Public()
export class PingController {
  constructor(private readonly clock: Clock) {}

  @Get()
  @ApiOperation({
    summary: 'Whether the API answers',
    description: 'Needs no key. `time` is in Unix seconds.',
  })
  @ApiResponse({ status: 200, standardSchema: pong })
  ping(): z.output<typeof pong> {
    return { object: 'ping', message: 'pong', time: Math.floor(this.clock.now().getTime() / 1000) };
  }
}

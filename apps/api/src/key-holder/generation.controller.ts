import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import { Requires } from '@onegate/platform';
import { Generations } from '@onegate/usage';
import { z } from 'zod';
import { apiTags } from '../docs/api-tags.js';
import { generationView, toGeneration } from './generation.view.js';

const generationQuery = z.object({ id: z.string().min(1).max(200) });
const generationAnswer = z.object({ data: generationView });

@ApiTags(apiTags.account)
@Controller('api/v1/generation')
export class GenerationController {
  constructor(private readonly generations: Generations) {}

  @Get()
  @Requires('inference.use')
  @ApiOperation({
    summary: 'What one answer used and cost',
    description:
      'By the id of the answer or of its usage event. It can be asked for a moment after the call has ended.',
  })
  @ApiResponse({ status: 200, standardSchema: generationAnswer })
  @ApiResponse({ status: 404, description: 'No such answer among those that the caller may see' })
  async read(
    @Who() who: Principal,
    @Query({ schema: generationQuery }) { id }: z.output<typeof generationQuery>,
  ): Promise<z.input<typeof generationAnswer>> {
    return { data: toGeneration(await this.generations.find(who, id)) };
  }
}

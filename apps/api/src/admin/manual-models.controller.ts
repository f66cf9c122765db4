import { Body, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import {
  ManualModels,
  manualModelInput,
  ModelSearchService,
  priceInput,
  type ManualModelInput,
  type PriceInput,
} from '@onegate/models';
import { Requires } from '@onegate/platform';
import { AdminController, Answers, rowId } from './admin-surface.js';
import { llmModelView, toLlmModelView, type LlmModelView } from './llm-model.view.js';

/** What no source tells. */
@AdminController('llm-models')
@Requires('platform.models.write')
export class ManualModelsController {
  constructor(
    private readonly manual: ManualModels,
    private readonly models: ModelSearchService,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Add a model that no catalog lists; a sync never touches it' })
  @Answers(llmModelView, 201)
  @ApiResponse({ status: 422, description: 'The name means another model already' })
  async create(
    @Who() who: Principal,
    @Body({ schema: manualModelInput }) body: ManualModelInput,
  ): Promise<LlmModelView> {
    const id = await this.manual.create(who, body);
    return toLlmModelView(await this.models.read(who, id));
  }

  @Post(':id/prices')
  @ApiOperation({
    summary: 'Set what a model costs from now on',
    description: 'When a sync tells another price later, that is held back for a person to confirm.',
  })
  @Answers(llmModelView, 201)
  async setPrice(
    @Who() who: Principal,
    @Param('id', rowId) id: number,
    @Body({ schema: priceInput }) body: PriceInput,
  ): Promise<LlmModelView> {
    await this.manual.setPrice(who, id, body);
    return toLlmModelView(await this.models.read(who, id));
  }
}

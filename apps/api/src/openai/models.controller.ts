import { Controller, Get, Header, Headers, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ModelsService } from '@onegate/models';
import { Public } from '@onegate/platform';
import {
  anthropicModelList,
  anthropicModelView,
  anthropicPage,
  toAnthropicList,
  toAnthropicModel,
  type AnthropicPage,
} from '../catalog/anthropic-model.view.js';
import {
  openAiListText,
  openAiModelList,
  openAiModelView,
  toOpenAiModel,
} from '../catalog/openai-model.view.js';
import { GetModel, ModelInPath } from '../catalog/model-in-path.js';
import { jsonType } from '../catalog/rendered-list.js';
import { apiTags } from '../docs/api-tags.js';

/** The models that can be called; Anthropic's clients, who say which version of the API they speak, get their shape. */
@ApiTags(apiTags.openai, apiTags.anthropic)
@Controller('v1/models')
@Public()
export class ModelsController {
  constructor(private readonly models: ModelsService) {}

  @Get()
  @Header('content-type', jsonType)
  @ApiOperation({ summary: 'The models that can be called' })
  @ApiResponse({ status: 200, standardSchema: openAiModelList.or(anthropicModelList) })
  async list(
    @Headers('anthropic-version') anthropic: string | undefined,
    @Query({ schema: anthropicPage }) page: AnthropicPage,
  ): Promise<string> {
    const models = await this.models.list();
    return anthropic === undefined ? openAiListText(models) : JSON.stringify(toAnthropicList(models, page));
  }

  @GetModel()
  @ApiOperation({ summary: 'One model by any of its names; a slash may be encoded or not' })
  @ApiResponse({ status: 200, standardSchema: openAiModelView.or(anthropicModelView) })
  @ApiResponse({ status: 404, description: 'No such model' })
  async show(
    @Headers('anthropic-version') anthropic: string | undefined,
    @ModelInPath() name: string,
  ): Promise<object> {
    const model = await this.models.offered(name);
    return anthropic === undefined ? toOpenAiModel(model) : toAnthropicModel(model);
  }
}

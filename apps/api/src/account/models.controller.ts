import { Controller, Get, Header } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ModelsService } from '@onegate/models';
import { Public } from '@onegate/platform';
import { z } from 'zod';
import {
  openRouterListText,
  openRouterModelList,
  openRouterModelView,
  toOpenRouterModel,
} from '../catalog/openrouter-model.view.js';
import { GetModel, ModelInPath } from '../catalog/model-in-path.js';
import { jsonType } from '../catalog/rendered-list.js';
import { apiTags } from '../docs/api-tags.js';

const oneModel = z.object({ data: openRouterModelView });

/** The catalog with prices, as OpenRouter publishes its own: editors read it to show what a model costs. */
@ApiTags(apiTags.account)
@Controller('api/v1/models')
@Public()
export class AccountModelsController {
  constructor(private readonly models: ModelsService) {}

  @Get()
  @Header('content-type', jsonType)
  @ApiOperation({ summary: 'The models that can be called, with all that they cost' })
  @ApiResponse({ status: 200, standardSchema: openRouterModelList })
  async list(): Promise<string> {
    return openRouterListText(await this.models.list());
  }

  @GetModel()
  @ApiOperation({ summary: 'One model by any of its names' })
  @ApiResponse({ status: 200, standardSchema: oneModel })
  @ApiResponse({ status: 404, description: 'No such model' })
  async show(@ModelInPath() name: string): Promise<z.input<typeof oneModel>> {
    return { data: toOpenRouterModel(await this.models.offered(name)) };
  }
}

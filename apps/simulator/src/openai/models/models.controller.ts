import { Controller, Get, Headers, Param, UseGuards } from '@nestjs/common';
import { CredentialGuard } from '../../exchange/credential.js';
import { ModelsService } from './models.service.js';

/** The list of models under the path that OpenAI and Anthropic share; the version header tells whose clients ask. */
@Controller('v1/models')
@UseGuards(CredentialGuard)
export class ModelsController {
  constructor(private readonly models: ModelsService) {}

  @Get()
  list(@Headers('anthropic-version') anthropic?: string): object {
    return anthropic === undefined ? this.models.openAiList() : this.models.anthropicList();
  }

  /** Ids may hold slashes, encoded or not. */
  @Get('*')
  find(@Param('*') id: string, @Headers('anthropic-version') anthropic?: string): object {
    return anthropic === undefined ? this.models.openAiModel(id) : this.models.anthropicModel(id);
  }
}

import { Body, Delete, Get, Param, Patch, Post } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import {
  keyChangeInput,
  KeyDesk,
  newKeyInput,
  rotationInput,
  Who,
  type KeyChangeInput,
  type KeyDetails,
  type NewKeyInput,
  type Principal,
  type RotationInput,
  type ShownKey,
} from '@onegate/auth';
import { Requires } from '@onegate/platform';
import { AccountController, Answers, AnswersNothing } from './account-surface.js';
import { keyListView, keyView, shownKeyView } from './api-key.view.js';

@AccountController('api-keys')
@Requires('account.use')
export class ApiKeysController {
  constructor(private readonly desk: KeyDesk) {}

  @Get()
  @ApiOperation({ summary: 'The own API keys, without their values' })
  @Answers(keyListView)
  async list(@Who() who: Principal): Promise<{ items: KeyDetails[] }> {
    return { items: await this.desk.list(who) };
  }

  @Post()
  @ApiOperation({
    summary: 'Make an API key',
    description: 'Its value is in this answer and nowhere else. What is left out, or null, is not limited.',
  })
  @Answers(shownKeyView)
  create(@Who() who: Principal, @Body({ schema: newKeyInput }) body: NewKeyInput): Promise<ShownKey> {
    return this.desk.create(who, body);
  }

  @Get(':id')
  @ApiOperation({ summary: 'One API key, without its value' })
  @Answers(keyView)
  show(@Who() who: Principal, @Param('id') id: string): Promise<KeyDetails> {
    return this.desk.show(who, id);
  }

  @Patch(':id')
  @ApiOperation({
    summary: 'Change name or limits of a key',
    description: 'In force everywhere within a second. What is left out stays; null lifts a limit.',
  })
  @Answers(keyView)
  edit(
    @Who() who: Principal,
    @Param('id') id: string,
    @Body({ schema: keyChangeInput }) body: KeyChangeInput,
  ): Promise<KeyDetails> {
    return this.desk.edit(who, id, body);
  }

  @Post(':id/rotate')
  @ApiOperation({
    summary: 'Give a key a new value',
    description: 'The old value works on for `graceSeconds` (a day, unless told otherwise).',
  })
  @Answers(shownKeyView)
  rotate(
    @Who() who: Principal,
    @Param('id') id: string,
    @Body({ schema: rotationInput }) body: RotationInput,
  ): Promise<ShownKey> {
    return this.desk.rotate(who, id, body);
  }

  @Delete(':id')
  @ApiOperation({ summary: 'Revoke a key: it is dead everywhere within a second' })
  @AnswersNothing()
  revoke(@Who() who: Principal, @Param('id') id: string): Promise<void> {
    return this.desk.revoke(who, id);
  }
}

import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ForgottenPasswords, newPassword } from '@onegate/auth';
import { Public } from '@onegate/platform';
import { z } from 'zod';
import { apiTags } from '../docs/api-tags.js';
import { messageView, type Message } from './auth.view.js';

const forgot = z
  .object({ email: z.string().trim().pipe(z.email()) })
  .meta({ id: 'ForgotPassword', example: { email: 'admin@onegate.local' } });

const reset = z
  .object({
    token: z.string().min(1).max(200),
    email: z.string().trim().min(1).max(320),
    password: newPassword,
    password_confirmation: z.string(),
  })
  .refine(({ password, password_confirmation: again }) => password === again, {
    path: ['password'],
    error: 'The password field confirmation does not match.',
  })
  .meta({
    id: 'ResetPassword',
    example: {
      token: '7fca298a-token',
      email: 'user@example.com',
      password: 'newPassword123',
      password_confirmation: 'newPassword123',
    },
  });

@ApiTags(apiTags.admin)
@Controller('api/auth')
@Public()
export class PasswordController {
  constructor(private readonly passwords: ForgottenPasswords) {}

  @Post('forgot-password')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Mail a link to choose a new password',
    description: 'The answer is the same whether the address has an account or not.',
  })
  @ApiResponse({ status: 200, standardSchema: messageView })
  @ApiResponse({ status: 429, description: 'Too many attempts' })
  async forgot(@Body({ schema: forgot }) { email }: z.output<typeof forgot>): Promise<Message> {
    await this.passwords.forgot(email);
    return { message: 'If there is an account with this address, we have e-mailed a password reset link.' };
  }

  @Post('reset-password')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Choose a new password with a mailed token',
    description: 'The token works once, within 60 minutes. All sessions end.',
  })
  @ApiResponse({
    status: 200,
    standardSchema: messageView,
    example: { message: 'Your password has been reset!' },
  })
  @ApiResponse({
    status: 400,
    description: 'The token does not hold',
    standardSchema: messageView,
    example: { message: 'This password reset token is invalid.' },
  })
  @ApiResponse({ status: 429, description: 'Too many attempts' })
  async reset(@Body({ schema: reset }) body: z.output<typeof reset>): Promise<Message> {
    await this.passwords.reset(body);
    return { message: 'Your password has been reset!' };
  }
}

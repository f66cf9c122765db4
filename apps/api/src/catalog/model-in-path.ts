import { applyDecorators, createParamDecorator, Get, type ExecutionContext } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';

/** A route for one model. Its name has a slash, which clients encode or not: all that follows is the name. */
export function GetModel() {
  return applyDecorators(
    Get('*'),
    ApiParam({ name: 'path', description: 'The model', example: 'openai/gpt-4o-mini' }),
  );
}

/** The name in the path of such a route. */
export const ModelInPath = createParamDecorator((_data: unknown, context: ExecutionContext): string => {
  const { params } = context.switchToHttp().getRequest<FastifyRequest<{ Params: { '*'?: string } }>>();
  return params['*'] ?? '';
});

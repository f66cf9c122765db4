import { describe, expect, it } from '@jest/globals';
import { outcomeOfAnswer, type CallOutcome } from './outcomes.js';

describe('what an answer says of its account', () => {
  it.each<[number, string, CallOutcome]>([
    [200, '', 'success'],
    [400, '{"error":{"code":"context_length_exceeded"}}', 'rejected'],
    [400, 'API key not valid. Please pass a valid API key.', 'unauthorized'],
    [
      400,
      '{"code":"invalid-argument","error":"Incorrect API key provided. You can obtain one in the console."}',
      'unauthorized',
    ],
    [400, 'Your credit balance is too low to access the Anthropic API.', 'out_of_credit'],
    [
      400,
      '{"error":{"message":"Unknown parameter: \'invalid_api_key\'.","param":"invalid_api_key"}}',
      'rejected',
    ],
    [
      400,
      '{"error":{"message":"Invalid value: \'your credit balance\'.","code":"invalid_value"}}',
      'rejected',
    ],
    [401, '', 'unauthorized'],
    [402, '', 'out_of_credit'],
    [403, '', 'forbidden'],
    [404, '{"error":{"code":"model_not_found"}}', 'model_unknown'],
    [404, '{"type":"error","error":{"type":"not_found_error","message":"model: x"}}', 'model_unknown'],
    [404, '{"error":{"message":"model: claude-x","type":"not_found_error"},"type":"error"}', 'model_unknown'],
    [404, '{"error":{"message":"Not here","type":"not_found_error"},"type":"error"}', 'rejected'],
    [404, '{"error":{"code":"DeploymentNotFound"}}', 'model_unknown'],
    [404, '{"error":{"message":"models/gemini-x is not found for API version v1beta"}}', 'model_unknown'],
    [404, '{"error":{"message":"Publisher Model `projects/p/models/x` was not found"}}', 'model_unknown'],
    [404, '{"message":"model \'command-x\' was removed on September 15, 2025."}', 'model_unknown'],
    [404, '{"error":"The model grok-x does not exist or your team has no access to it."}', 'model_unknown'],
    [404, '{"error":{"message":"No file file_1 was found for this model."}}', 'rejected'],
    [404, 'Response with id resp_1 not found', 'rejected'],
    [408, '', 'timed_out'],
    [422, '', 'rejected'],
    [429, '', 'rate_limited'],
    [429, '{"error":{"code":"insufficient_quota"}}', 'out_of_credit'],
    [500, '', 'server_error'],
    [503, '', 'overloaded'],
    [504, '', 'timed_out'],
    [529, '', 'overloaded'],
  ])('%i %s is %s', (status, body, outcome) => expect(outcomeOfAnswer(status, body)).toBe(outcome));
});

import { describe, expect, it } from '@jest/globals';
import { remoteConfigChange } from './remote-config.schema.js';

function complaints(value: unknown): string[] {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const { error } = remoteConfigChange.safeParse({ enabled: true, value: text });
  return (error?.issues ?? []).map(({ message }) => message);
}

describe('a remote configuration', () => {
  it('needs a version and nothing else', () => {
    expect(complaints({ version: 'v1' })).toEqual([]);
    expect(complaints({})).toEqual([expect.stringMatching(/^version: /)]);
  });

  it('may hold everything that editors know, and what they will know', () => {
    const bucket = {
      bucket: 'b',
      accessKeyId: 'a',
      secretAccessKey: 's',
      region: 'eu',
      backfillEnabled: true,
    };
    const rule = { alwaysEnabled: true, name: 'Style', contents: 'Be brief.' };
    expect(
      complaints({
        version: 'v1',
        providerSettings: {
          OpenAiCompatible: {
            models: [{ id: 'm', maxTokens: 5 }],
            openAiHeaders: { a: 'b' },
            azureIdentity: true,
          },
          AwsBedrock: { customModels: [{ name: 'n', baseModelId: 'b' }], awsRegion: 'eu-west-1' },
          Cline: { models: [{ id: 'm' }] },
          Vertex: { models: [{ id: 'm', thinkingBudgetTokens: 1 }], vertexRegion: 'r' },
          LiteLLM: { models: [{ id: 'm', promptCachingEnabled: true }], baseUrl: 'http://x' },
          Anthropic: { baseUrl: 'http://x' },
        },
        telemetryEnabled: false,
        openTelemetryOtlpHeaders: { authorization: 'x' },
        openTelemetryLogBatchSize: 10,
        enterpriseTelemetry: { promptUploading: { type: 's3_access_keys', s3AccessSettings: bucket } },
        allowedMCPServers: [{ id: 'x' }],
        remoteMCPServers: [{ name: 'n', url: 'http://x', headers: { a: 'b' } }],
        globalRules: [rule],
        globalWorkflows: [rule],
        globalSkills: [rule],
        somethingNew: { of: 'tomorrow' },
      }),
    ).toEqual([]);
  });

  it.each([
    ['no JSON', '{', /JSON/],
    ['no object', '[]', /./],
    [
      'a wrong type deep inside',
      { version: 'v1', providerSettings: { Vertex: { models: [{}] } } },
      /^providerSettings\.Vertex\.models\.0\.id: /,
    ],
    [
      'an unknown way to upload',
      { version: 'v1', enterpriseTelemetry: { promptUploading: { type: 'ftp' } } },
      /^enterpriseTelemetry\.promptUploading\.type: /,
    ],
    [
      'a map that is none',
      { version: 'v1', openTelemetryOtlpHeaders: { a: 1 } },
      /^openTelemetryOtlpHeaders\.a: /,
    ],
  ])('is refused for %s', (_what, value, complaint) => {
    expect(complaints(value)).toEqual([expect.stringMatching(complaint)]);
  });

  it('may be left out or blank', () => {
    for (const value of [undefined, null, '']) {
      expect(remoteConfigChange.parse({ enabled: false, value })).toEqual({ enabled: false });
    }
  });
});

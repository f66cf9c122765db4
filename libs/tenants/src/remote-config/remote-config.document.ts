import { z } from 'zod';

const text = z.string();
const texts = z.record(z.string(), z.string());
const thinkingModel = z.object({ id: text, thinkingBudgetTokens: z.number().optional() });

const openAiCompatible = z.object({
  models: z
    .array(
      z.object({
        id: text,
        temperature: z.number().optional(),
        maxTokens: z.number().optional(),
        contextWindow: z.number().optional(),
        inputPrice: z.number().optional(),
        outputPrice: z.number().optional(),
        supportsImages: z.boolean().optional(),
      }),
    )
    .optional(),
  openAiBaseUrl: text.optional(),
  openAiHeaders: texts.optional(),
  azureApiVersion: text.optional(),
  azureIdentity: z.boolean().optional(),
});

const awsBedrock = z.object({
  models: z.array(thinkingModel).optional(),
  customModels: z
    .array(z.object({ name: text, baseModelId: text, thinkingBudgetTokens: z.number().optional() }))
    .optional(),
  awsRegion: text.optional(),
  awsUseCrossRegionInference: z.boolean().optional(),
  awsUseGlobalInference: z.boolean().optional(),
  awsBedrockUsePromptCache: z.boolean().optional(),
  awsBedrockEndpoint: text.optional(),
});

const providerSettings = z
  .object({
    OpenAiCompatible: openAiCompatible,
    AwsBedrock: awsBedrock,
    Cline: z.object({ models: z.array(z.object({ id: text })).optional() }),
    Vertex: z.object({
      models: z.array(thinkingModel).optional(),
      vertexProjectId: text.optional(),
      vertexRegion: text.optional(),
    }),
    LiteLLM: z.object({
      models: z.array(thinkingModel.extend({ promptCachingEnabled: z.boolean().optional() })).optional(),
      baseUrl: text.optional(),
    }),
    Anthropic: z.object({ models: z.array(thinkingModel).optional(), baseUrl: text.optional() }),
  })
  .partial();

const switches = z
  .object({
    telemetryEnabled: z.boolean(),
    kanbanEnabled: z.boolean(),
    mcpMarketplaceEnabled: z.boolean(),
    blockPersonalRemoteMCPServers: z.boolean(),
    yoloModeAllowed: z.boolean(),
  })
  .partial();

const openTelemetry = z
  .object({
    openTelemetryEnabled: z.boolean(),
    openTelemetryMetricsExporter: text,
    openTelemetryLogsExporter: text,
    openTelemetryOtlpProtocol: text,
    openTelemetryOtlpEndpoint: text,
    openTelemetryOtlpHeaders: texts,
    openTelemetryOtlpMetricsProtocol: text,
    openTelemetryOtlpMetricsEndpoint: text,
    openTelemetryOtlpMetricsHeaders: texts,
    openTelemetryOtlpLogsProtocol: text,
    openTelemetryOtlpLogsEndpoint: text,
    openTelemetryOtlpLogsHeaders: texts,
    openTelemetryMetricExportInterval: z.number(),
    openTelemetryOtlpInsecure: z.boolean(),
    openTelemetryLogBatchSize: z.number(),
    openTelemetryLogBatchTimeout: z.number(),
    openTelemetryLogMaxQueueSize: z.number(),
  })
  .partial();

const bucket = z.object({
  bucket: text,
  accessKeyId: text,
  secretAccessKey: text,
  region: text.optional(),
  endpoint: text.optional(),
  accountId: text.optional(),
  intervalMs: z.number().optional(),
  maxRetries: z.number().optional(),
  batchSize: z.number().optional(),
  maxQueueSize: z.number().optional(),
  maxFailedAgeMs: z.number().optional(),
  backfillEnabled: z.boolean().optional(),
});

const enterpriseTelemetry = z.object({
  promptUploading: z
    .object({
      enabled: z.boolean().optional(),
      type: z.enum(['s3_access_keys', 'r2_access_keys', 'azure_access_keys']).optional(),
      s3AccessSettings: bucket.optional(),
      r2AccessSettings: bucket.optional(),
      azureAccessSettings: bucket.optional(),
    })
    .optional(),
});

const remoteServer = z.object({
  name: text,
  url: text,
  alwaysEnabled: z.boolean().optional(),
  headers: texts.optional(),
});
const instruction = z.object({ alwaysEnabled: z.boolean(), name: text, contents: text });

/**
 * What editors read from the remote configuration of their organization. Only `version` must be there; fields that this
 * server does not know are for newer editors and pass.
 */
export const remoteConfigDocument = z.object({
  version: text.min(1),
  providerSettings: providerSettings.optional(),
  ...switches.shape,
  ...openTelemetry.shape,
  enterpriseTelemetry: enterpriseTelemetry.optional(),
  allowedMCPServers: z.array(z.object({ id: text })).optional(),
  remoteMCPServers: z.array(remoteServer).optional(),
  globalRules: z.array(instruction).optional(),
  globalWorkflows: z.array(instruction).optional(),
  globalSkills: z.array(instruction).optional(),
});

import type { MultipartFile } from '@fastify/multipart';
import {
  fileNotAForm,
  toDetails,
  uploadForm,
  uploadIncomplete,
  type TakeFile,
  type UploadDetails,
} from '@onegate/gateway';
import { Failure, failureOfIssues } from '@onegate/platform';
import type { FastifyRequest } from 'fastify';

/** Reads the form of an upload part by part, in whatever order they come, handing on the file while it arrives. */
export async function readUploadForm(request: FastifyRequest, take: TakeFile): Promise<UploadDetails> {
  if (!request.isMultipart()) throw fileNotAForm();
  const fields = new Map<string, unknown>();
  try {
    for await (const part of request.parts()) {
      if (part.type === 'field') fields.set(part.fieldname, part.value);
      else if (part.fieldname === 'file') await takeFrom(part, take);
      else part.file.resume();
    }
  } catch (error) {
    throw formFailure(error);
  }
  const form = uploadForm.safeParse(Object.fromEntries(fields));
  if (!form.success) throw failureOfIssues(form.error.issues);
  return toDetails(form.data);
}

async function takeFrom({ file, filename, mimetype }: MultipartFile, take: TakeFile): Promise<void> {
  await take({ content: file, filename, mimeType: mimetype });
}

/** What the parser itself calls a client's error is one; everything else that it says is about a form that is cut off. */
function formFailure(error: unknown): unknown {
  if (error instanceof Failure) return error;
  const status = typeof error === 'object' && error !== null && 'statusCode' in error && error.statusCode;
  return status === 413 ? error : uploadIncomplete({ cause: error });
}

import { expect, it } from '@jest/globals';
import { awsSignature } from './aws-signature.js';

/** The credentials and the moment of Amazon's own published examples. */
const example = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const request = { region: 'us-east-1', service: 'service', at: new Date('2015-08-30T12:36:00Z') };

it('signs as the published example "get-vanilla" does', () => {
  const headers = awsSignature(example, {
    ...request,
    method: 'GET',
    url: 'https://example.amazonaws.com/',
  });
  expect(headers).toEqual({
    'x-amz-date': '20150830T123600Z',
    authorization:
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
  });
});

it('signs as the published example "get-vanilla-query-order-key-case" does', () => {
  const headers = awsSignature(example, {
    ...request,
    method: 'GET',
    url: 'https://example.amazonaws.com/?Param2=value2&Param1=value1',
  });
  expect(headers.authorization).toMatch(
    /Signature=b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500$/,
  );
});

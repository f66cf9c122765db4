import { describe, expect, it } from '@jest/globals';
import { readSettings } from './settings.ts';

describe('readSettings', () => {
  it('needs nothing', () => {
    expect(readSettings({})).toEqual({ port: 3000, host: '127.0.0.1' });
  });

  it('takes a variable that is set to nothing as not set', () => {
    expect(readSettings({ PORT: '', DATABASE_URL: '', ONEGATE_API_KEY: '' })).toEqual({
      port: 3000,
      host: '127.0.0.1',
    });
  });

  it('reports all mistakes at once and shows no value', () => {
    const wrong = {
      PORT: '99999',
      DATABASE_URL: 'mysql://me:hush@db',
      ONEGATE_API_KEY: 'hush hush hush hush',
    };
    expect(() => readSettings(wrong)).toThrow(
      /^PORT must be .*\.\nDATABASE_URL must .*postgres:\/\/.*\.\nONEGATE_API_KEY must be .*\.$/,
    );
    expect(() => readSettings(wrong)).not.toThrow(/hush/);
  });

  it.each(['0', '-1', '3000x', '1e3', '65536'])('refuses the port %s', (PORT) => {
    expect(() => readSettings({ PORT })).toThrow('PORT must be a port number between 1 and 65535.');
  });
});

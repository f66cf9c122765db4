import { describe, expect, it } from '@jest/globals';
import { MultipartForm } from './multipart-form.js';

const type = 'multipart/form-data; boundary=xx';
const sound = Buffer.from([0, 13, 10, 45, 45, 120, 255, 13, 10]);
const bytes = Buffer.concat([
  Buffer.from('--xx\r\nContent-Disposition: form-data; name="file"; filename="a.mp3"\r\n'),
  Buffer.from('Content-Type: audio/mpeg\r\n\r\n'),
  sound,
  Buffer.from('\r\n--xx\r\ncontent-disposition: form-data; name="model"\r\n\r\nwhisper-1'),
  Buffer.from('\r\n--xx\r\nContent-Disposition: form-data; name="empty"\r\n\r\n\r\n--xx--\r\n'),
]);

describe('a form with a file', () => {
  it('tells its fields, and of the file how large it is', () => {
    const { body } = MultipartForm.parse(type, bytes);
    expect(body).toEqual({
      file: { size: sound.length, sha256: expect.any(String) },
      model: 'whisper-1',
      empty: '',
    });
  });

  it('goes on with one field changed and every other byte as it was', () => {
    const changed = MultipartForm.parse('multipart/form-data; boundary="xx"', bytes).withField(
      'model',
      'tiny',
    );
    expect(changed.toString('latin1')).toBe(bytes.toString('latin1').replace('whisper-1', 'tiny'));
  });

  it('cannot be cut off anywhere without being refused', () => {
    for (let length = 0; length < bytes.length - 4; length += 1)
      expect(() => MultipartForm.parse(type, bytes.subarray(0, length))).toThrow('cut off');
  });

  it('needs a boundary', () => {
    expect(() => MultipartForm.parse('application/json', bytes)).toThrow('multipart/form-data');
  });
});

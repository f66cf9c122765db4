import { AudioController } from './audio.controller.js';
import { CompletionsController } from './completions.controller.js';
import { ImagesController } from './images.controller.js';
import { JudgementsController } from './judgements.controller.js';
import { PingController } from './ping.controller.js';

/** What of OpenAI's API is no conversation. */
export const mediaControllers = [
  AudioController,
  CompletionsController,
  ImagesController,
  JudgementsController,
  PingController,
];

import { AuditLogController } from './audit-log.controller.js';
import { AdminAuthController } from './auth.controller.js';
import { GoogleController } from './google.controller.js';
import { PasswordController } from './password.controller.js';
import { SessionsController } from './sessions.controller.js';

/** Who is who on the admin surface: signing in and out, and who did what. */
export const signInControllers = [
  AdminAuthController,
  AuditLogController,
  GoogleController,
  PasswordController,
  SessionsController,
];

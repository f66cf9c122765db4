import { defineFailure, invalidFields, type Failure } from '@onegate/platform';

/** Also for somebody who exists but is none of the caller's business. */
export const personUnknown = defineFailure('user.unknown', 'not_found', 'User not found');
export const personForbidden = defineFailure(
  'user.forbidden',
  'forbidden',
  'You are not permitted to do this to this user (it needs {permission}).',
);
export const roleForbidden = defineFailure(
  'user.role_forbidden',
  'forbidden',
  'You cannot give or take the role {role}.',
);
export const signInForbidden = defineFailure(
  'user.sign_in_forbidden',
  'forbidden',
  'You cannot change the e-mail or password of somebody who has powers that you do not have.',
);
export const personJoined = defineFailure(
  'user.joined',
  'forbidden',
  'This person joined with an account of his own: you can change his role or take him out, and nothing else about him.',
);
export const ownNameOnly = defineFailure(
  'user.own_name_only',
  'forbidden',
  'Of your own account you can change the name here.',
);
export const selfRemoval = defineFailure('user.self', 'conflict', 'You cannot delete yourself here.');
export const selfDemotion = defineFailure(
  'user.self_demotion',
  'conflict',
  'You cannot take the role super-admin from yourself.',
);

/** A complaint about one field, as if the schema had made it. */
export function fieldComplaint(field: string, message: string): Failure {
  return invalidFields({ message }, { fields: { [field]: [message] } });
}

export function emailTaken(): Failure {
  return fieldComplaint('email', 'The email has already been taken.');
}

export function tenantInvalid(): Failure {
  return fieldComplaint('tenant_id', 'The selected tenant id is invalid.');
}

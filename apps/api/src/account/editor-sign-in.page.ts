import { escaped } from '@onegate/platform';

export interface EditorSignInForm {
  readonly redirectUri: string;
  readonly state: string | undefined;
  readonly codeChallenge: string | undefined;
}

/** A form and nothing else: no script, no outside resource. */
export function editorSignInPage(form: EditorSignInForm, complaint = ''): string {
  return page(`<form method="post" action="/api/v1/auth/authorize">
  <h1>Sign in to Onegate</h1>
  <p>A program on this computer wants to use your account.</p>
  <p role="alert">${escaped(complaint)}</p>
  ${hidden('redirect_uri', form.redirectUri)}${hidden('state', form.state)}${hidden('code_challenge', form.codeChallenge)}
  <label>E-mail <input name="email" type="email" autocomplete="username" required autofocus></label>
  <label>Password <input name="password" type="password" autocomplete="current-password" required></label>
  <button>Sign in</button>
</form>`);
}

export function editorSignInTroublePage(trouble: string): string {
  return page(`<main><h1>Sign in to Onegate</h1><p role="alert">${escaped(trouble)}</p></main>`);
}

function page(content: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Sign in to Onegate</title>
<style>
  body { font: 16px system-ui, sans-serif; display: grid; place-items: center; min-height: 90vh; background: #f6f7f9 }
  form, main { background: #fff; padding: 2rem; border-radius: 8px; box-shadow: 0 1px 4px #0002; display: grid; gap: .8rem; width: 20rem }
  h1 { font-size: 1.2rem; margin: 0 } p { margin: 0 }
  label { display: grid; gap: .2rem } input, button { font: inherit; padding: .5rem }
  [role=alert] { color: #b00020 }
</style>
${content}
</html>`;
}

function hidden(name: string, value: string | undefined): string {
  return value === undefined ? '' : `<input type="hidden" name="${name}" value="${escaped(value)}">`;
}

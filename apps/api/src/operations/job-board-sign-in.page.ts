/** A form and nothing else: no script, no outside resource. */
export function jobBoardSignInPage(complaint = ''): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,">
<title>Onegate jobs</title>
<style>
  body { font: 16px system-ui, sans-serif; display: grid; place-items: center; min-height: 90vh; background: #f6f7f9 }
  form { background: #fff; padding: 2rem; border-radius: 8px; box-shadow: 0 1px 4px #0002; display: grid; gap: .8rem; width: 18rem }
  h1 { font-size: 1.2rem; margin: 0 }
  input, button { font: inherit; padding: .5rem }
  [role=alert] { color: #b00020; margin: 0 }
</style>
<form method="post" action="/queues/sign-in">
  <h1>Onegate jobs</h1>
  <p role="alert">${complaint}</p>
  <label>E-mail <input name="email" type="email" autocomplete="username" required autofocus></label>
  <label>Password <input name="password" type="password" autocomplete="current-password" required></label>
  <button>Sign in</button>
</form>
</html>`;
}

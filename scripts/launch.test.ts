import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

// A server that counts what it is asked, and ends after a while so that a signal too many would show.
const server = `
  let count = 0;
  for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => {
    console.log(name, ++count);
    if (count === 1) setTimeout(() => process.exit(7), 300);
  });
  console.log('ready', process.pid);
  setInterval(() => {}, 1000);
`;

function launchServer(script = server) {
  const module = JSON.stringify(fileURLToPath(new URL('./launch.mjs', import.meta.url)));
  const launcher = `import { launch } from ${module};
    process.exitCode = await launch(process.execPath, ['-e', ${JSON.stringify(script)}]);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', launcher], { detached: true, stdio: 'pipe' });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    said += text;
  });
  return { child, said: () => said, ended: once(child, 'close') };
}

describe('launch', () => {
  it('passes a Ctrl-C that comes from the terminal and from npm on once, and gives the exit code', async () => {
    const { child, said, ended } = launchServer();
    await expect.poll(said).toContain('ready');
    process.kill(-(child.pid ?? 0), 'SIGINT'); // the terminal: to the whole group
    child.kill('SIGINT'); // npm: what it got itself
    expect(await ended).toEqual([7, null]);
    expect(said()).toMatch(/^ready \d+\nSIGINT 1\n$/);
  });

  it('passes SIGTERM on, and a closed terminal as SIGTERM', async () => {
    for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
      const { child, said, ended } = launchServer();
      await expect.poll(said).toContain('ready');
      child.kill(signal);
      expect(await ended).toEqual([7, null]);
      expect(said()).toMatch(/^ready \d+\nSIGTERM 1\n$/);
    }
  });

  it('gives the exit code of a server that ends by itself or by a signal', async () => {
    expect(await launchServer('process.exit(3)').ended).toEqual([3, null]);
    expect(await launchServer("process.kill(process.pid, 'SIGKILL')").ended).toEqual([137, null]);
  });
});

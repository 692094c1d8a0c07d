// A throw-away PostgreSQL of this test file: its own folder, port and user, gone with the test. It forgets nothing that
// matters here but writes without waiting for the disk: killing the machine is other tests' business.
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { Program, freePort, runToEnd, until } from './program.mjs';

const versions = '/usr/lib/postgresql';

function binaries() {
  const found = existsSync(versions) ? readdirSync(versions).filter((each) => existsSync(join(versions, each, 'bin/initdb'))) : [];
  if (found.length === 0) throw new Error('PostgreSQL is not installed: scripts/setup test');
  return join(versions, found.sort((a, b) => Number(b) - Number(a))[0], 'bin');
}

// PostgreSQL refuses to run as root; then the user that its package makes is used.
function user() {
  if (process.getuid() !== 0) return { words: [] };
  const [uid, gid] = ['-u', '-g'].map((which) => Number(execFileSync('id', [which, 'postgres'], { encoding: 'utf8' })));
  return { words: ['--reuid', String(uid), '--regid', String(gid), '--clear-groups'], uid, gid };
}

export class Postgres {
  static async start() {
    const cluster = new Postgres();
    cluster.folder = mkdtempSync(join(tmpdir(), 'meguri-test-postgres-'));
    const { words, uid, gid } = user();
    if (uid !== undefined) chownSync(cluster.folder, uid, gid);
    cluster.as = words;
    cluster.data = join(cluster.folder, 'data');
    const options = ['-U', 'meguri', '--auth=trust', '--no-sync', '--encoding=UTF8', '--no-locale'];
    const log = join(cluster.folder, 'initdb.log');
    const { code, output } = await runToEnd([join(binaries(), 'initdb'), '-D', cluster.data, ...options], { log, as: words });
    if (code !== 0) throw new Error(`initdb failed: ${output}`);
    cluster.port = await freePort();
    await cluster.restart();
    return cluster;
  }

  /** Gone at once, as when the machine fails. */
  async kill() {
    await this.server.stop('SIGQUIT');
  }

  async restart() {
    const settings = [`port=${this.port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${this.folder}`, 'fsync=off', 'shared_buffers=32MB'];
    this.server = new Program([join(binaries(), 'postgres'), '-D', this.data, ...settings.flatMap((each) => ['-c', each])], {
      log: join(this.folder, 'server.log'),
      as: this.as,
      deathSignal: 'QUIT',
    });
    await until('PostgreSQL', () => this.answers());
  }

  answers() {
    try {
      execFileSync(join(binaries(), 'pg_isready'), ['-q', '-h', '127.0.0.1', '-p', String(this.port)], { stdio: 'ignore' });
      return true;
    } catch {
      if (this.server.code !== null) throw new Error(`PostgreSQL did not start: ${this.server.output()}`);
      return false;
    }
  }

  sql(words, database = 'postgres') {
    return execFileSync(join(binaries(), 'psql'), ['-qAtX', '-h', '127.0.0.1', '-p', String(this.port), '-U', 'meguri', '-c', words, database], {
      encoding: 'utf8',
    });
  }

  newDatabase(name = 'city') {
    this.sql(`CREATE DATABASE ${name}`);
    return `postgresql://meguri@127.0.0.1:${this.port}/${name}`;
  }

  /** Everything that the database holds, as text. */
  dump(name = 'city') {
    const words = ['-h', '127.0.0.1', '-p', String(this.port), '-U', 'meguri', name];
    return execFileSync(join(binaries(), 'pg_dump'), words, { encoding: 'latin1', maxBuffer: 256 * 1024 * 1024 });
  }

  async stop() {
    if (this.server.code === null) await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

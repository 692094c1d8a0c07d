// The only way in which tests call the API: every answer is held against the contract.
import { Agent, request as httpRequest } from 'node:http';
import { judge, operations } from './contract.mjs';

/** Sends bytes as they are and returns {status, headers, type, body}; nothing is judged. */
export function send(city, { method, path, headers = {}, body, agent = false, timeout_ms = 30_000 }) {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: city.port, method, path, headers: { host: `localhost:${city.port}`, ...headers }, agent };
    const request = httpRequest(options, (answer) => {
      const chunks = [];
      answer.on('data', (chunk) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const bytes = Buffer.concat(chunks);
        resolve({
          bytes,
          status: answer.statusCode,
          headers: answer.headers,
          type: answer.headers['content-type'],
          body: bytes.toString('utf8'),
        });
      });
    });
    request.setTimeout(timeout_ms, () => request.destroy(new Error(`no answer to ${method} ${path} within ${timeout_ms} ms`)));
    request.on('error', reject);
    if (body !== undefined) {
      request.setHeader('content-length', Buffer.byteLength(body));
      request.write(body);
    }
    request.end();
  });
}

/** One person's browser without a screen: a cookie and our own page's headers. */
export class Client {
  constructor(city) {
    this.city = city;
    this.cookie = '';
  }

  get agent() {
    if (this.agentOf !== this.city.starts) {
      this.agentOf = this.city.starts;
      this.connections = new Agent({ keepAlive: true, maxSockets: 64 });
    }
    return this.connections;
  }

  /**
   * Calls an operation. body: an object (sent as JSON), or text sent as it is; id: the path's parameter; query: an object;
   * headers: added or, with undefined, taken away. Returns {status, json, headers, bytes}.
   */
  async call(operationId, { body, id = '', query, headers = {}, agent = this.agent } = {}) {
    const operation = operations.get(operationId);
    const path = operation.path.replace(/\{[^}]+\}/, () => encodeURIComponent(id)) + (query ? `?${new URLSearchParams(query)}` : '');
    const ours = { origin: this.city.url, ...(this.cookie && { cookie: this.cookie }) };
    if (operation.method !== 'GET') Object.assign(ours, { 'x-meguri': '1', 'content-type': operation.media ?? 'application/json' });
    const all = Object.fromEntries(Object.entries({ ...ours, ...headers }).filter(([, value]) => value !== undefined));
    const sent = operation.method === 'GET' && body === undefined ? undefined : typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body ?? {});
    const answer = await send(this.city, { method: operation.method, path, headers: all, body: sent, agent });
    const json = judge(operation, answer);
    this.#keepCookie(answer.headers['set-cookie']);
    return { status: answer.status, json, headers: answer.headers, bytes: answer.bytes };
  }

  #keepCookie(lines = []) {
    for (const line of lines) {
      const [pair, ...attributes] = line.split(';').map((part) => part.trim());
      if (!attributes.includes('HttpOnly') || !attributes.includes('SameSite=Lax')) throw new Error(`a careless cookie: ${line}`);
      this.cookie = attributes.includes('Max-Age=0') ? '' : pair;
    }
  }

  /** Calls and expects success: the answer's JSON. */
  async do(operationId, options) {
    const { status, json } = await this.call(operationId, options);
    if (status >= 400) throw new Error(`${operationId} was refused: ${status} ${JSON.stringify(json)}`);
    return json;
  }

  /** Calls and expects a refusal with this word: the problem. */
  async refused(word, operationId, options) {
    const { status, json } = await this.call(operationId, options);
    if (status < 400) throw new Error(`${operationId} should have been refused with ${word} and answered ${status} ${JSON.stringify(json)}`);
    if (json.refusal !== word) throw new Error(`${operationId} should have been refused with ${word}: ${status} ${JSON.stringify(json)}`);
    return json;
  }

  async key() {
    return (await this.do('openKey')).key;
  }
}

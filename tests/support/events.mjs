// A live page without a screen: reads server-sent events.
import { get } from 'node:http';
import { judge, operations } from './contract.mjs';

const fieldsOf = (block) =>
  Object.fromEntries(
    block
      .split('\n')
      .filter((line) => /^\w+:/.test(line))
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  );

/** Listens until the stream ends or `close()`: {status, open, events, ended}. */
export function listen(client, headers = {}) {
  const { city, cookie } = client;
  const heard = { events: [], ended: false, open: false };
  const options = { host: '127.0.0.1', port: city.port, path: '/api/events', agent: false, headers: { host: `localhost:${city.port}`, cookie, ...headers } };
  const request = get(options, (answer) => {
    heard.status = answer.statusCode;
    heard.open = true;
    const type = answer.headers['content-type'];
    const stream = type === 'text/event-stream';
    if (stream) judge(operations.get('streamEvents'), { status: answer.statusCode, type, body: '' });
    let text = '';
    answer.on('data', (chunk) => {
      text += chunk;
      for (let end; stream && (end = text.indexOf('\n\n')) >= 0; text = text.slice(end + 2)) {
        const event = fieldsOf(text.slice(0, end));
        if (event.event) heard.events.push(event);
      }
    });
    answer.on('end', () => {
      heard.ended = true;
      if (!stream) judge(operations.get('streamEvents'), { status: answer.statusCode, type, body: text, headers: answer.headers });
    });
  });
  request.on('error', () => (heard.ended = true));
  heard.close = () => request.destroy();
  return heard;
}

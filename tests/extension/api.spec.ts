/** @jest-environment node */
import { ServerConnection } from '@jupyterlab/services';
import { nullTranslator } from '@jupyterlab/translation';
import { check } from './fixtures';
import { CourseApi } from '../../extension/src/api';

type Answer = () => Response | Promise<Response>;

/** The real connection, up to the browser's fetch. */
function connect(answer: Answer): { api: CourseApi; requests: Request[] } {
  const requests: Request[] = [];
  const settings = ServerConnection.makeSettings({
    baseUrl: 'http://localhost:8888/user/ada/',
    fetch: (async (request: Request) => {
      requests.push(request);
      return answer();
    }) as typeof fetch,
    Request,
    Headers
  });
  return {
    api: new CourseApi(settings, nullTranslator.load('underhood')),
    requests
  };
}

const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });

it('asks below the server’s base address and leaves the slash of a page’s id', async () => {
  const { api, requests } = connect(() => json({ path: 'm1/gpus.ipynb', copied: true }));
  await expect(api.openPage('m1/gpus ?')).resolves.toEqual({
    path: 'm1/gpus.ipynb',
    copied: true
  });
  expect(requests[0].method).toBe('POST');
  expect(requests[0].url).toMatch(
    /^http:\/\/localhost:8888\/user\/ada\/underhood\/api\/pages\/m1\/gpus%20%3F\/open/
  );
});

it('sends a choice as JSON that outlives the page', async () => {
  const { api, requests } = connect(() => json({ level: 3 }));
  await api.patchProgress({ level: 3 });
  expect(requests[0].method).toBe('PATCH');
  expect(requests[0].keepalive).toBe(true);
  await expect(requests[0].json()).resolves.toEqual({ level: 3 });
});

it('gives the server’s own sentence and status', async () => {
  const { api } = connect(() => json({ message: 'Fetch the hand-in first.' }, 409));
  await expect(api.openPage('m1/convolution')).rejects.toMatchObject({
    message: 'Fetch the hand-in first.',
    status: 409
  });
});

it('has words for an error page, for no JSON and for no answer', async () => {
  await expect(
    connect(() => new Response('<h1>Bad gateway</h1>', { status: 502 })).api.getCatalog()
  ).rejects.toThrow('The server answered underhood/api/catalog with status 502.');
  await expect(connect(() => new Response('<html>')).api.getCatalog()).rejects.toThrow(
    'answer to underhood/api/catalog is not JSON'
  );
  const warn = jest.spyOn(console, 'warn').mockImplementation();
  await expect(
    connect(() => Promise.reject(new TypeError('Failed to fetch'))).api.getCatalog()
  ).rejects.toMatchObject({
    message: expect.stringContaining('does not answer'),
    status: 0
  });
  warn.mockRestore();
});

describe('nbgrader', () => {
  it('gets the course and the assignment by its own names', async () => {
    const { api, requests } = connect(() => json({ success: true, value: [] }));
    await api.exchange('fetch_feedback', 'underhood', 'convolution');
    expect(requests[0].url).toContain('/user/ada/assignments/fetch_feedback');
    await expect(requests[0].json()).resolves.toEqual({
      course_id: 'underhood',
      assignment_id: 'convolution'
    });
  });

  it('says in one line what its traceback ends with', async () => {
    const value =
      'Traceback (most recent call last):\n  File "x"\nnbgrader.exchange.abc.ExchangeError: You are not\n';
    const { api } = connect(() => json({ success: false, value }));
    await expect(api.exchange('submit', 'underhood', 'convolution')).rejects.toThrow(
      /^You are not$/
    );
  });

  it('asks our own server to check, and to stop, which answers nothing', async () => {
    const running = connect(() => json(check()));
    await expect(running.api.check('a b')).resolves.toEqual(check());
    expect(running.requests[0].url).toMatch(/handins\/a%20b\/check/);
    const stopping = connect(() => new Response(null, { status: 204 }));
    await expect(stopping.api.stopCheck('a b')).resolves.toBeUndefined();
    expect(stopping.requests[0].method).toBe('DELETE');
  });

  it('says that a login has expired', async () => {
    const { api } = connect(
      () => new Response(JSON.stringify({ message: 'Forbidden' }), { status: 403 })
    );
    await expect(api.getHandins()).rejects.toThrow(/login has expired/);
  });
});

it('says that a login has expired, and keeps a refusal’s own sentence', async () => {
  const expired = /login has expired/;
  await expect(connect(() => json({ message: 'Forbidden' }, 403)).api.getCatalog()).rejects.toThrow(
    expired
  );
  await expect(
    connect(() => json({ message: "'_xsrf' argument missing from POST" }, 403)).api.openPage('m1/a')
  ).rejects.toThrow(expired);
  await expect(connect(() => new Response('', { status: 401 })).api.getCatalog()).rejects.toThrow(
    expired
  );
  const redirected = new Response('<html>Log in</html>');
  Object.defineProperty(redirected, 'redirected', { value: true });
  await expect(connect(() => redirected).api.getCatalog()).rejects.toThrow(expired);
  await expect(
    connect(() => json({ message: 'm1 leads out of /home/ada' }, 403)).api.openPage('m1/a')
  ).rejects.toThrow('m1 leads out of /home/ada');
});

import { Signal } from '@lumino/signaling';
import { isAnswer, Reconnection } from '../../extension/src/reconnection';

const owner = {};
let failure: Signal<object, Error>;
let running: Signal<object, unknown>;
let stream: Signal<object, unknown>;
let answer: jest.Mock | null;
let watched: string[];
let back: jest.Mock;
let reconnection: Reconnection;

beforeEach(() => {
  [failure, running, stream] = [new Signal(owner), new Signal(owner), new Signal(owner)];
  answer = null;
  watched = [];
  back = jest.fn();
  const services = {
    connectionFailure: failure,
    sessions: { runningChanged: running },
    events: { stream },
    serverSettings: { baseUrl: 'http://here/user/ada/' }
  } as unknown as Reconnection.IServices;
  reconnection = new Reconnection(services, (address, onAnswer) => {
    watched.push(address);
    answer = jest.fn(onAnswer);
    return () => (answer = null);
  });
  reconnection.returned.connect(back);
});

afterEach(() => reconnection.dispose());

const away = () => failure.emit(new Error('Failed to fetch'));

it('looks at nothing while the server is there', () => {
  running.emit([]);
  stream.emit({});
  expect(watched).toEqual([]);
  expect(back).not.toHaveBeenCalled();
});

it('tells once when a request of JupyterLab’s is answered again', () => {
  away();
  away();
  expect(watched).toEqual(['http://here/user/ada/api/']);
  answer?.();
  expect(answer).toBeNull();
  running.emit([]);
  expect(back).toHaveBeenCalledTimes(1);
});

it('tells again after the next time', () => {
  for (let time = 0; time < 2; time++) {
    away();
    answer?.();
  }
  expect(back).toHaveBeenCalledTimes(2);
});

it('takes an event or a list of sessions for an answer too', () => {
  away();
  stream.emit({});
  away();
  running.emit([]);
  expect(back).toHaveBeenCalledTimes(2);
});

it('can be told by others that the server is away', () => {
  reconnection.watch();
  answer?.();
  expect(back).toHaveBeenCalledTimes(1);
});

it('looks no more once it is disposed', () => {
  away();
  reconnection.dispose();
  expect(answer).toBeNull();
  away();
  expect(watched).toHaveLength(1);
});

it('tells an answer from none, and a gateway’s from the server’s', () => {
  expect(isAnswer({ responseStart: 0, responseStatus: 0 })).toBe(false);
  expect(isAnswer({ responseStart: 5, responseStatus: 503 })).toBe(false);
  expect(isAnswer({ responseStart: 5, responseStatus: 200 })).toBe(true);
  expect(isAnswer({ responseStart: 5, responseStatus: 403 })).toBe(true);
  expect(isAnswer({ responseStart: 5 })).toBe(true); // a browser that does not say the status
});

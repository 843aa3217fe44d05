import { Notification } from '@jupyterlab/apputils';
import { notifyChoice, notifyError, notifySuccess } from '../../extension/src/notify';

// The rest of the package wants a browser that can drag.
jest.mock('@jupyterlab/apputils', () =>
  jest.requireActual('@jupyterlab/apputils/lib/notification')
);

const standing = () => Notification.manager.notifications.map(({ message }) => message);

afterEach(() => Notification.dismiss());

describe('notifications', () => {
  it('replace what was said of the same hand-in', () => {
    notifyChoice('warning', '6 tests fail', 'Show which', () => undefined, 'convolution');
    notifyChoice('warning', '2 tests fail', 'Show which', () => undefined, 'convolution');
    notifyError('the exchange is gone', 'histogram');
    notifySuccess('handed in', 'convolution');
    expect(standing().sort()).toEqual(['handed in', 'the exchange is gone']);
  });

  it('that are about nothing in particular stand beside each other', () => {
    notifyError('one');
    notifyError('two');
    expect(standing().sort()).toEqual(['one', 'two']);
  });
});

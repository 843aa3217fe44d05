import { nullTranslator } from '@jupyterlab/translation';
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import React from 'react';
import type { CourseApi } from '../../extension/src/api';
import { CourseError } from '../../extension/src/api';
import { chooseNickname } from '../../extension/src/board/nickname';
import type { ICourseActions } from '../../extension/src/components/actions';
import type { BoardPlace, HandinBoard, HandinState } from '../../extension/src/generated/handins';
import { HandinDetails } from '../../extension/src/handins/detailsView';
import { CourseModel } from '../../extension/src/model';
import { FakeApi, handin, handins } from './fixtures';

const trans = nullTranslator.load('underhood');

const board = (facts: Partial<HandinBoard> = {}): HandinBoard => ({
  nickname: null,
  problem: null,
  own: null,
  reason: null,
  races: [],
  ...facts
});

const place = (rank: number, nickname: string, share: number): BoardPlace => ({
  rank,
  nickname,
  share
});

const FEW = [place(1, 'Turbo', 1.42), place(2, 'Grace', 0.91), place(2, '<b>Bee</b>', 0.91)];
const MANY = Array.from({ length: 30 }, (_, n) => place(n + 1, `Student ${n + 1}`, 1 - n / 100));

let choose: jest.Mock<Promise<string | null>, [string, string | null]>;

beforeEach(() => {
  choose = jest.fn<Promise<string | null>, [string, string | null]>(async () => null);
});
afterEach(cleanup);

function show(facts: Partial<HandinBoard>, state: Partial<HandinState> = {}) {
  const details = (now: HandinBoard | null) => (
    <HandinDetails
      id="details"
      state={handin({ path: 'scan/scan.ipynb', name: 'scan', ...state, board: now })}
      parts={[]}
      actions={{ chooseNickname: choose } as unknown as ICourseActions}
      tabIndex={0}
      trans={trans}
    />
  );
  const { container, rerender } = render(details(board(facts)));
  return { container, becomes: (now: HandinBoard | null) => rerender(details(now)) };
}

const lines = () =>
  screen.getAllByRole('listitem').map(item => `${item.getAttribute('value')} ${item.textContent}`);
const field = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'Nickname' });
const type = (value: string) => fireEvent.change(field(), { target: { value } });
const press = (name: string) =>
  act(async () => void fireEvent.click(screen.getByRole('button', { name })));

describe('the places', () => {
  it('are shares of the reference with ranks, equal speeds the same, names as text', () => {
    const { container } = show({ races: [{ name: 'prefix sum', places: FEW }] });
    expect(
      within(screen.getByRole('list', { name: 'prefix sum' })).getAllByRole('listitem')
    ).toHaveLength(3);
    expect(lines()).toEqual([
      '1 Turbo, 142 % of the reference',
      '2 Grace, 91 % of the reference',
      '2 <b>Bee</b>, 91 % of the reference'
    ]);
    expect(container.querySelector('b')).toBeNull();
  });

  it('mark one’s own by a word, only where the teacher said which it is', () => {
    const races = [{ name: 'prefix sum', places: FEW }];
    const { becomes } = show({ races, nickname: 'Grace' });
    expect(lines().join()).not.toContain('you');
    becomes(board({ races, nickname: 'Other', own: 'Grace' }));
    expect(lines()[1]).toBe('2 Grace, 91 % of the reference – you');
    expect(lines().filter(line => line.includes('you'))).toHaveLength(1);
  });

  it('are cut where there are many, one’s own is kept, and a button shows all', async () => {
    show({ races: [{ name: 'prefix sum', places: MANY }], own: 'Student 25' });
    expect(lines()).toHaveLength(11);
    expect(lines()[10]).toBe('25 Student 25, 76 % of the reference – you');
    const button = screen.getByRole('button', { name: 'Show all 30' });
    expect(button.getAttribute('aria-expanded')).toBe('false');
    await press('Show all 30');
    expect(lines()).toHaveLength(30);
    await press('Show the first 10');
    expect(lines()).toHaveLength(11);
  });

  it('need no button for one more', () => {
    show({ races: [{ name: 'prefix sum', places: MANY.slice(0, 11) }] });
    expect(lines()).toHaveLength(11);
    expect(screen.queryByRole('button', { name: /^Show/ })).toBeNull();
  });
});

describe('the form', () => {
  it('is not there for a hand-in without races', () => {
    const { becomes } = show({});
    expect(screen.getByText(/^Nobody is on the board yet/)).toBeTruthy();
    becomes(null);
    expect(screen.queryByText('The board')).toBeNull();
  });

  it('waits until the hand-in is fetched', () => {
    show({}, { path: null });
    expect(screen.getByText('To be on the board, fetch the hand-in first.')).toBeTruthy();
    expect(screen.queryByRole('textbox')).toBeNull();
  });

  it('asks for nothing by itself, and says who sees the name and when', async () => {
    show({});
    expect(screen.getByText('You do not ask to be on the board.')).toBeTruthy();
    const rules = document.getElementById(field().getAttribute('aria-describedby') ?? '');
    expect(rules?.textContent).toMatch(/^The class sees this name.*next hand-in.*2 to 24 letters/);
    expect(screen.queryByRole('button', { name: 'Leave' })).toBeNull();
    expect(choose).not.toHaveBeenCalled();
    type('Grace');
    await press('Join');
    expect(choose).toHaveBeenCalledWith('scan', 'Grace');
  });

  it('changes and leaves, and keeps the focus where the button was', async () => {
    const { becomes } = show({ nickname: 'Grace' });
    expect(field().value).toBe('Grace');
    type('Hopper');
    await press('Change');
    expect(choose).toHaveBeenLastCalledWith('scan', 'Hopper');
    await press('Leave');
    expect(choose).toHaveBeenLastCalledWith('scan', null);
    becomes(board());
    expect(document.activeElement).toBe(field());
    expect(field().value).toBe('');
  });

  it('says in place why a nickname is not allowed, and keeps what was typed', async () => {
    choose.mockResolvedValue('a nickname has 2 to 24 letters (board.toml)');
    show({});
    type('G');
    await press('Join');
    expect(screen.getByRole('alert').textContent).toBe(
      'a nickname has 2 to 24 letters (board.toml)'
    );
    expect(field().getAttribute('aria-invalid')).toBe('true');
    expect(field().value).toBe('G');
  });

  it('shows what is wrong with a file that was edited, and can take it away', async () => {
    show({ problem: 'board.toml is no TOML; it needs one line, such as nickname = "Grace"' });
    expect(screen.getByRole('alert').textContent).toContain('board.toml is no TOML');
    await press('Leave');
    expect(choose).toHaveBeenCalledWith('scan', null);
  });

  it('says why the teacher does not show one', () => {
    show({ nickname: 'Linus', reason: 'the nickname Linus is another student’s name' });
    expect(
      screen.getByText('You are not shown: the nickname Linus is another student’s name.')
    ).toBeTruthy();
  });
});

describe('a choice', () => {
  it('is the server’s to keep, and its answer is what is shown', async () => {
    const model = new CourseModel({ api: new FakeApi(), trans, delay: 1 });
    const request = jest.fn();
    const api = { request } as unknown as CourseApi;
    request.mockResolvedValue(handins(handin({ board: board({ nickname: 'Grace' }) })));
    expect(await chooseNickname({ api, model, trans }, 'convolution', 'Grace')).toBeNull();
    expect(request).toHaveBeenCalledWith('POST', 'underhood/api/handins/convolution/nickname', {
      nickname: 'Grace'
    });
    expect(model.handin('convolution')?.board?.nickname).toBe('Grace');
    expect(model.announcement).toBe('Your next hand-in asks to be on the board.');
    request.mockRejectedValue(new CourseError('a nickname has 2 to 24 letters', 400));
    expect(await chooseNickname({ api, model, trans }, 'convolution', 'G')).toBe(
      'a nickname has 2 to 24 letters'
    );
    model.dispose();
  });
});

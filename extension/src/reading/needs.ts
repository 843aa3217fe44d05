import type { TranslationBundle } from '@jupyterlab/translation';
import type { Catalog, Gpu, Page } from '../generated/catalog';
import type { Machine } from '../generated/machine';

/** What a machine lacks of what a page needs; null for nothing. */
export type Lacking = 'cuda' | 'any' | null;

/** What a page needs that the machine lacks; null if nothing, or if the machine is not known. */
export function lackingGpu(page: Page, machine: Machine | null): Lacking {
  if (!machine) {
    return null;
  }
  if (page.gpu === 'cuda' && machine.cuda === null) {
    return 'cuda';
  }
  return page.gpu === 'any' && machine.adapters.length === 0 ? 'any' : null;
}

/** What a page needs, against what the machine has, in a sentence; null where all is well. */
export function lackingGpuWords(lacking: Lacking, trans: TranslationBundle): string | null {
  switch (lacking) {
    case 'cuda':
      return trans.__(
        'This page needs an Nvidia card with CUDA; this machine has none: the page still opens and its text can be read.'
      );
    case 'any':
      return trans.__(
        'This page runs shaders, and this machine has no GPU driver for them: the page still opens, and “underhood doctor” says what to install.'
      );
    case null:
      return null;
  }
}

/** What a row says of the GPU, in a few words; null where there is nothing to say. */
export function gpuWord(gpu: Gpu, lacking: Lacking, trans: TranslationBundle): string | null {
  if (lacking !== null) {
    return lacking === 'cuda'
      ? trans.__('needs CUDA, which this machine lacks')
      : trans.__('needs a GPU driver, which this machine lacks');
  }
  return gpu === 'cuda' ? trans.__('needs CUDA') : null;
}

/** The pages to read before one that are not done, in the order it names them; unknown ids are left out. */
export function missingPrerequisites(
  page: Page,
  catalog: Catalog,
  isDone: (page: Page) => boolean
): Page[] {
  const all = new Map(
    catalog.modules.flatMap(({ pages }) => pages).map(one => [one.id, one] as const)
  );
  return page.requires.flatMap(id => {
    const required = all.get(id);
    return required && !isDone(required) ? [required] : [];
  });
}

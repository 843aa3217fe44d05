// Compiles and bundles at every change; reload the browser's page to see it.

import { spawn } from 'node:child_process';

const steps = [
  ['tsc', ['--watch', '--preserveWatchOutput']],
  ['jupyter-builder', ['watch', '.']]
];
const children = steps.map(([command, options]) => spawn(command, options, { stdio: 'inherit' }));

function stop(code) {
  for (const child of children) {
    child.kill();
  }
  process.exit(code);
}

for (const child of children) {
  child.on('error', error => {
    console.error(`${child.spawnfile}: ${error.message}; is the environment's bin folder on PATH?`);
    stop(1);
  });
  child.on('exit', code => stop(code ?? 0));
}
process.on('SIGINT', () => stop(0));

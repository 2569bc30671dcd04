// Module hook: the official parser with the runtime of its package.
export const load = (url, context, next) =>
  url.endsWith('/dist/frontend/bridge-runtime.js')
    ? { format: 'module', shortCircuit: true, source: 'export const speedUpRuntime = () => {}' }
    : next(url, context)

const { loadCached } = require('../dist/cached-chunks.cjs')
loadCached(require.resolve('../dist/replaying.cjs'), 'replay', process.env)

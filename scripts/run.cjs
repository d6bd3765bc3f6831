// The first file of every command, in words that the oldest Node understands: `node scripts/run.cjs start`.
var major = Number(process.version.slice(1).split('.')[0]);
var advice = 'Install it from https://nodejs.org and try again.';
if (major >= 20) {
  require('./load.cjs')(String(process.argv[2]), process.argv.slice(3));
} else {
  process.stderr.write(['Patrec needs Node.js 20 or later; this is ', process.version, '. ', advice, '\n'].join(''));
  process.exit(1);
}

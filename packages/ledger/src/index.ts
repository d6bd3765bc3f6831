// @patrec/ledger: commitments, blocks, chains, the Merkle log and its proofs, as pure functions.
export { sha256 } from '#primitives';
export { type Appended, appendLeaves, type Tile } from './append.ts';
export { checkAuthorKey, type RegisteredKey } from './author-key.ts';
export { checkAuthorSignature, signStatement, statementMessage } from './author-signature.ts';
export {
  type BlockEvidence,
  type CheckedBlock,
  checkBlockAlone,
  type SealedBlock,
  type SealInput,
  sealBlock,
} from './block.ts';
export { base64, equalBytes, fromBase64, fromHex, type Hash, hex } from './bytes.ts';
export { canonicalJson } from './canonical-json.ts';
export {
  type ChainExpectation,
  type ChainState,
  checkBlock,
  checkEnd,
  type GoneBlock,
  type LinkedBlock,
  linkBlock,
  linkGone,
  openChain,
  verifyChain,
} from './chain.ts';
export {
  type Checkpoint,
  formatCheckpoint,
  openCheckpoint,
  parseCheckpoint,
  type SignedCheckpoint,
} from './checkpoint.ts';
export { checkConsistency, consistencyProof } from './consistency.ts';
export {
  type Content,
  type ContentMeter,
  type ContentRef,
  contentCommitment,
  contentMeter,
  contentRef,
  SALT_LENGTH,
} from './content.ts';
export { cosignatureTime, cosignatureVerifier, cosigner } from './cosignature.ts';
export { formatEntryBundle, parseEntryBundle } from './entry-bundle.ts';
export { ERASURE, type ErasedBlock, type Erasure, erasureBytes, parseErasure } from './erasure.ts';
export { type BlockHeader, blockHash, headerBytes, parseHeader, ZERO_HASH_HEX } from './header.ts';
export { checkInclusion, type InclusionStep, inclusionProof, inclusionSteps } from './inclusion.ts';
export { countsFor, formatKeySpan, type LogCheckpoint, type LogKeySpan, openLogCheckpoint } from './log-keys.ts';
export { EMPTY_ROOT, leafHash, logEntry, merkleRoot, nodeHash } from './merkle.ts';
export {
  formatSignature,
  isBy,
  type Note,
  type NoteSignature,
  type NoteSigner,
  type NoteVerifier,
  noteSigner,
  noteText,
  noteVerifier,
  openNote,
  signNote,
} from './note.ts';
export {
  openWitnessed,
  type Policy,
  type PolicyLog,
  type PolicyWitness,
  parsePolicy,
  policyOfLog,
  type WitnessedCheckpoint,
} from './policy.ts';
export { type Check, type Place, ProofError } from './proof-error.ts';
export {
  type CheckedReceipt,
  checkReceipt,
  type EntriesBefore,
  formatReceipt,
  parseReceipt,
  type Receipt,
  type ReceiptStep,
} from './receipt.ts';
export {
  parseStatement,
  STATEMENT_TYPES,
  type Statement,
  type StatementType,
  statementBytes,
} from './statement.ts';
export { parseTilePath, TILE_WIDTH, type TileAddress, tilePath } from './tile-path.ts';
export { type ReadTile, rootFromTiles } from './tiles.ts';
export { formatTlogProof, parseTlogProof, type TlogProof } from './tlog-proof.ts';
export {
  type Algorithm,
  COSIGNATURE,
  ED25519,
  formatSignerKey,
  formatVerifierKey,
  keyFingerprint,
  keyId,
  parseSignerKey,
  parseVerifierKey,
  type SignerKey,
  signerKey,
  type VerifierKey,
} from './verifier-key.ts';
export {
  considerCheckpoint,
  formatWitnessRequest,
  logNameAtWitness,
  parseWitnessRequest,
  UNSEEN,
  type WitnessRequest,
  type WitnessState,
  type WitnessVerdict,
} from './witness.ts';

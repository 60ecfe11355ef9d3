import type { Rule } from './found.ts';
import { isRandom } from './entropy.ts';

export type SecretKind = 'key' | 'token' | 'private-key' | 'password' | 'random';

/** Formats that vendors give their keys so that they can be found; from their documentation and from keys of theirs. */
const vendorKeys: readonly RegExp[] = [
  /\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}\b/g, // AWS
  /\bAIza[\w-]{35}(?![\w-])/g, // Google
  /\bya29\.[\w-]{20,}/g,
  /\bGOCSPX-[\w-]{28}(?![\w-])/g,
  /\bgh[pousr]_[A-Za-z\d]{36,}\b/g, // GitHub
  /\bgithub_pat_\w{50,}\b/g,
  /\bgl(?:pat|ptt|rt|dt|ft|soat|cbt|agent)-[\w-]{20,}/g, // GitLab
  /\bsk-ant-[\w-]{20,}/g, // Anthropic
  /\bsk-(?:proj-|svcacct-|admin-|or-v1-)[\w-]{20,}/g, // OpenAI, OpenRouter
  /\bsk-[A-Za-z\d]{32,}\b/g,
  /\b(?:gsk|tvly|pplx|xai|fw|r8|nvapi|sk_car|jina|co)[_-](?=[\w-]*\d)[A-Za-z\d_-]{24,}/g, // model hosts and searches
  /\bhf_[A-Za-z\d]{30,}\b/g, // Hugging Face
  /\bxox[abeoprs]-[\w-]{10,}/g, // Slack
  /\bxapp-\d-[\w-]{20,}/g,
  /https:\/\/hooks\.slack\.com\/services\/[\w/]{20,}/g,
  /https:\/\/(?:\w+\.)?discord(?:app)?\.com\/api\/webhooks\/\d+\/[\w-]{20,}/g,
  /\b(?:sk|rk|pk)_(?:live|test)_[A-Za-z\d]{16,}\b/g, // Stripe
  /\bwhsec_[A-Za-z\d+/=]{24,}/g,
  /\bsq0(?:atp|csp|idp)-[\w-]{22,}/g, // Square
  /\bSG\.[\w-]{16,}\.[\w-]{20,}/g, // SendGrid
  /\bSK[\da-f]{32}\b/g, // Twilio
  /\bkey-[\da-f]{32}\b/g, // Mailgun
  /\b[\da-f]{32}-us\d{1,2}\b/g, // Mailchimp
  /\bnpm_[A-Za-z\d]{36}\b/g,
  /\bpypi-[\w-]{40,}/g,
  /\brubygems_[\da-f]{48}\b/g,
  /\bdckr_(?:pat|oat)_[\w-]{20,}/g, // Docker
  /\bdop_v1_[\da-f]{64}\b/g, // DigitalOcean
  /\bdapi[\da-f]{32}(?:-\d)?\b/g, // Databricks
  /\bshp(?:at|ca|pa|ss)_[\da-fA-F]{32}\b/g, // Shopify
  /\blin_(?:api|oauth)_[A-Za-z\d]{32,}\b/g, // Linear
  /\b(?:ntn_|secret_)[A-Za-z\d]{40,}\b/g, // Notion
  /\bfigd_[\w-]{20,}/g, // Figma
  /\bATATT3[\w=-]{50,}/g, // Atlassian
  /\bhv[sbr]\.[\w-]{24,}/g, // Vault
  /\bAGE-SECRET-KEY-1[A-Z\d]{58}\b/g,
  /\bEAA[A-Za-z\d]{60,}\b/g, // Facebook
  /\bPMAK-[\da-f]{24}-[\da-f]{34}\b/g, // Postman
  /\bNRAK-[A-Z\d]{27}\b/g, // New Relic
  /\bglsa_[A-Za-z\d]{32}_[\da-f]{8}\b/g, // Grafana
  /\bsntrys_[\w=+/]{40,}/g, // Sentry
  /\bsbp_[\da-f]{40}\b/g, // Supabase
  /\b\d{8,10}:AA[\w-]{33}(?![\w-])/g, // Telegram
  /\b(?:AccountKey|SharedAccessKey)=(?<it>[A-Za-z\d+/]{40,}={0,2})/g, // Azure
];

/** Names of things that are secret, as they stand before a value. */
const secretName =
  '(?<name>passw(?:or)?d|passphrase|passwort|pwd|secret|api[_. -]?key|(?:access|auth|private|signing|encryption|account|service|webhook)[_. -]?key|(?:access|auth|refresh|bearer|id|session|csrf|bot)[_. -]?token|client[_. -]?secret|token|credential)';

const assigned: Rule<SecretKind> = {
  kind: 'password',
  pattern: new RegExp(
    `${secretName}(?:[_-][a-z\\d]{1,20}){0,2}["'\`]?\\s{0,3}(?::=|=>|[:=]|\\bis\\b:?|\\blautet\\b)\\s{0,3}(?:(?<quote>["'\`])(?<quoted>[^"'\`\\n]{6,200})\\k<quote>|(?<it>[^\\s"'\`,;<>(){}[\\]]{6,200}))`,
    'gi',
  ),
  check: (match, { name, quoted }) => isSecretValue(quoted ?? match, name ?? ''),
};

/** Whether a member of an object holds a secret, by its name and its value. */
export function isSecretMember(key: string, value: string): boolean {
  const name = new RegExp(`${secretName}(?:[_-][a-z\\d]{1,20}){0,2}$`, 'i').exec(key)?.groups?.['name'];
  return name !== undefined && isSecretValue(value, name);
}

const netrc: Rule<SecretKind> = {
  kind: 'password',
  pattern: /\blogin\s{1,3}\S{1,100}\s{1,3}password\s{1,3}(?<it>\S{3,200})/g,
};

const formats: readonly Rule<SecretKind>[] = [
  // To the end of what has come, so that a key in pieces is held until it is whole.
  {
    kind: 'private-key',
    pattern:
      /-----BEGIN (?:[A-Z\d]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----[\s\S]{0,20000}?(?:-----END (?:[A-Z\d]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----|$)/g,
  },
  {
    kind: 'private-key',
    pattern: /\bPuTTY-User-Key-File-\d:[\s\S]{0,8000}?(?:Private-MAC: [\da-f]{40,}|$)/g,
  },
  { kind: 'token', pattern: /\beyJ[\w-]{8,}\.(?:[\w-]{4,}\.?){1,4}/g, check: isJwt },
  {
    kind: 'token',
    pattern:
      /\b(?:(?:authorization["']?\s{0,2}[:=]\s{0,2}["']?)?(?:bearer|basic)|authorization["']?\s{0,2}[:=]\s{0,2}["']?(?:token|apikey|key))\s{1,3}(?<it>[\w.~+/-]{16,}={0,2})/gi,
    check: (match) => /^[\da-f]{32,}$/i.test(match) || isRandom(match, 3),
  },
  {
    kind: 'password',
    pattern: /\b[a-z][a-z\d+.-]{1,20}:\/\/[^\s:/@"']{0,64}:(?<it>[^\s:/@"']{3,100})@[\w.-]{1,200}/gi,
    check: (match) => isSecretValue(match, 'password', 3),
  },
];

/** Standing alone, told by its randomness only. */
const random: Rule<SecretKind> = {
  kind: 'random',
  pattern: /(?<![\w+/=.%@#&?-]|base64,)[A-Za-z\d+/_-]{24,128}={0,2}(?![\w+/=.%@-])/g,
  check: (match) => isRandom(match),
};

export const secretRules: readonly Rule<SecretKind>[] = [
  ...vendorKeys.map((pattern): Rule<SecretKind> => ({
    kind: 'key',
    pattern,
    check: (match) => !isPlaceholder(match),
  })),
  ...formats,
  assigned,
  netrc,
  random,
];

/** Whether a value behind the name of a secret is one, and neither a word about it nor a place where it comes from. */
function isSecretValue(value: string, name: string, minLength = 6): boolean {
  if (value.length < minLength || isPlaceholder(value)) return false;
  // References: variables, templates, calls, members, paths, types.
  if (
    /^(?:\$|%|\{\{|<|process\.|env[.(]|os\.|self\.|this\.|config\.|settings\.|secrets\.|https?:|arn:|\.{0,2}\/|@)/i.test(
      value,
    )
  )
    return false;
  if (/[(){}]|::|=>|^[a-z]+(?:\.[a-z]+)+$/i.test(value)) return false;
  // Numbers count tokens; a sentence says something about a password.
  if (/token/i.test(name) && /^[\d.]+$/.test(value)) return false;
  if (value.trim().split(/\s+/).length > 3) return false;
  // A word, or words joined, without digit or sign say what it is; they are none.
  return /\d/.test(value) || /[^A-Za-z\s_.,!?:-]/.test(value) || isRandom(value, 3.5);
}

const placeholders =
  /^(?:x{4,}|\*{3,}|\.{3,}|_{3,}|-{3,}|0{6,}|(?:1234567890?|123456789)$|(?:your|my|the|some|an?|insert|replace|change|enter|put)[-_ ]?\w*[-_ ]?(?:key|token|secret|password|here|me)\b|change-?me|redacted|placeholder|example|sample|dummy|fake|null|none|undefined|true|false|required|optional|string|number|todo|n\/a|test(?:ing)?$)/i;

function isPlaceholder(value: string): boolean {
  const bare = value.replace(/^["'`[<{]+|["'`\]>}]+$/g, '');
  return (
    placeholders.test(bare) ||
    /(?:x{6,}|\*{4,}|\.{3}|0{12,}|example|placeholder|your[-_]?(?:api|key|token|secret))/i.test(bare) ||
    new Set(bare).size < 4
  );
}

/** Its first part says, in base64, how it is signed. */
function isJwt(match: string): boolean {
  const [header = ''] = match.split('.');
  return /"(?:alg|enc|typ)"/.test(Buffer.from(header, 'base64url').toString());
}

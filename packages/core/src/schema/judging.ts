// What most programs never need: loaded with the first value that a raw schema judges, or that has issues to explain.
export { createRawValidator } from './raw-validator.ts';
export { standardIssues } from './standard-issues.ts';

import { googleGenerateContentWire } from '@pegboard/testing';
import { testProviderMutants } from '@pegboard/testing/mutants';
import { google } from './index.ts';

testProviderMutants('testProvider by google()', {
  create: ({ baseURL, apiKey }) => google({ baseURL: `${baseURL}/v1beta`, apiKey }),
  wire: googleGenerateContentWire,
});

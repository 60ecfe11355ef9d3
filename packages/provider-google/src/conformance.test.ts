import { GoogleGenAI } from '@google/genai';
import { GoogleGenerativeAI } from '@google/generative-ai';
import { googleGenerateContentWire } from '@pegboard/testing';
import { testProvider } from '@pegboard/testing/vitest';
import { google } from './index.ts';

const refusing = { model: 'gemini-3.6-flash', setting: 'temperature' } as const;
const wire = googleGenerateContentWire;

testProvider(({ baseURL, apiKey }) => google({ baseURL: `${baseURL}/v1beta`, apiKey }), {
  name: 'google() over HTTP of its own',
  wire,
  refusing,
});

testProvider(
  ({ baseURL, apiKey }) => google({ client: new GoogleGenAI({ apiKey, httpOptions: { baseUrl: baseURL } }) }),
  { name: 'google() through the package @google/genai', wire, refusing },
);

/** The address is an option of its models. */
const oldClient = (baseURL: string, apiKey: string): Pick<GoogleGenerativeAI, 'getGenerativeModel' | 'apiKey'> => {
  const client = new GoogleGenerativeAI(apiKey);
  return { apiKey, getGenerativeModel: (params) => client.getGenerativeModel(params, { baseUrl: baseURL }) };
};

testProvider(({ baseURL, apiKey }) => google({ client: oldClient(baseURL, apiKey) }), {
  name: 'google() through the package @google/generative-ai',
  wire,
  refusing,
});

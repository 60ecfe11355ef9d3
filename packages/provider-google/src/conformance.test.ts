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
  ({ baseURL, apiKey }) =>
    google({ client: new GoogleGenAI({ apiKey, apiVersion: 'v1beta', httpOptions: { baseUrl: baseURL } }) }),
  { name: 'google() through the package @google/genai', wire, refusing },
);

/** The address is an option of its models. */
const oldClient = (
  baseURL: string,
  apiKey: string,
): Pick<GoogleGenerativeAI, 'getGenerativeModel' | 'apiKey'> => {
  const client = new GoogleGenerativeAI(apiKey);
  return { apiKey, getGenerativeModel: (params) => client.getGenerativeModel(params, { baseUrl: baseURL }) };
};

const headers = 'the package drops the headers of errors';
const reader = 'the stream reader of the package takes nothing but `data: `, one line and CR LF or LF';
const oneByOne = 'the package hands on each event by itself';

/** What no care on our side can mend: the package was given up by its makers in 2025. */
const skip = {
  'any text comes through to the letter': 'the package stumbles over U+2028 in a stream',
  'a long answer arrives whole and in reasonable time': oneByOne,
  'what one network chunk brings comes in one batch': oneByOne,
  'an event stream may have blank lines between events': reader,
  'an event stream may have comments and keep-alives': reader,
  'an event stream may have ids and retry times': reader,
  'an event stream may have no blank after the colon': reader,
  'an event stream may have no blank line at the end': reader,
  'how long to wait is told by a date': headers,
  'how long to wait is told by a long retry-after': headers,
  'how long to wait is told by retry-after in seconds': headers,
  'how long to wait is told by retry-after of 0 seconds': headers,
  'how long to wait is told by retry-after of part of a second': headers,
  'how long to wait is told by retry-after-ms': headers,
  'how long to wait is told by retry-after-ms before retry-after': headers,
  'x-should-retry has the last word': headers,
};

testProvider(({ baseURL, apiKey }) => google({ client: oldClient(baseURL, apiKey) }), {
  name: 'google() through the package @google/generative-ai',
  wire,
  refusing,
  skip,
});

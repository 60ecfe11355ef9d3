import { isSealOf } from '../lib/seal.ts';
import {
  anyObject,
  anyText,
  anything,
  flag,
  integer,
  listOf,
  matching,
  nullable,
  oneOf,
  type Rule,
  type Rules,
  shape,
  tagged,
  text,
  textOr,
  words,
} from '../lib/shape.ts';

const base64 = matching(
  /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
  'must be base64, without the start of a data URL',
);
const url = matching(/^https?:\/\//, 'must be an http(s) URL');
const callId = matching(/^[a-zA-Z0-9_-]+$/, 'must be made of a-z, A-Z, 0-9, _ and -');
export const toolName = matching(/^[a-zA-Z0-9_-]{1,64}$/, 'must be 1 to 64 of a-z, A-Z, 0-9, _ and -');
export const cacheControl = nullable(tagged({ ephemeral: shape({}, { ttl: oneOf('5m', '1h') }) }));
const cached = { cache_control: cacheControl };

/** Opaque state that the server gave out; `content` is what it is bound to. */
export type SealCheck = (value: string, content: string) => boolean;

const location = (...positions: readonly string[]): Rule =>
  shape({
    cited_text: anyText,
    document_index: integer(0),
    document_title: nullable(anyText),
    ...Object.fromEntries(positions.map((name) => [name, integer(0)])),
  });
const switchable = nullable(shape({}, { enabled: flag }));
const caller = tagged({
  direct: shape({}),
  code_execution_20250825: shape({ tool_id: text }),
  code_execution_20260120: shape({ tool_id: text }),
});
const imageSource = tagged({
  base64: shape({ data: base64, media_type: oneOf('image/jpeg', 'image/png', 'image/gif', 'image/webp') }),
  url: shape({ url }),
  file: shape({ file_id: text }),
});
const image = shape(
  { source: imageSource },
  { ...cached, transformations: nullable(shape({}, { oversized_image: oneOf('downsize', 'error') })) },
);
const plainText = shape({ text: words }, cached);
const documentSource = tagged({
  base64: shape({ data: base64, media_type: oneOf('application/pdf') }),
  text: shape({ data: words, media_type: oneOf('text/plain') }),
  content: shape({ content: textOr(listOf(tagged({ text: plainText, image }), { min: 1 }), words) }),
  url: shape({ url }),
  file: shape({ file_id: text }),
});
const document = shape(
  { source: documentSource },
  { ...cached, citations: switchable, context: nullable(anyText), title: nullable(anyText) },
);
const searchResult = shape(
  { content: listOf(tagged({ text: plainText }), { min: 1 }), source: text, title: text },
  { ...cached, citations: switchable },
);
const toolReference = shape({ tool_name: toolName }, cached);
const toolResult = shape(
  { tool_use_id: text },
  {
    ...cached,
    content: textOr(
      listOf(
        tagged({
          text: plainText,
          image,
          document,
          search_result: searchResult,
          tool_reference: toolReference,
          browser_state: anyObject,
        }),
      ),
    ),
    is_error: flag,
    toolset_name: nullable(text),
  },
);
const toolChange = tagged({
  tool_reference: shape({ name: toolName }),
  mcp_tool_reference: shape({ name: text, server_name: text }),
  mcp_toolset_reference: shape({ server_name: text }),
  tool_definition: shape({ definition: anyObject }),
});

/** Blocks that user messages take. */
export const userBlocks = tagged({
  text: shape({ text: words }, { ...cached, citations: nullable(listOf(anyObject, { max: 0 })) }),
  image,
  document,
  search_result: searchResult,
  tool_result: toolResult,
  container_upload: shape({ file_id: text }, cached),
});

export const systemBlocks = tagged({
  text: plainText,
  tool_addition: shape({ tool: toolChange }, cached),
  tool_removal: shape({ tool: toolChange }, cached),
});

/** Blocks that assistant messages take: what the model wrote, and what the server's own tools gave. */
export function assistantBlocks(isSeal: SealCheck): Rule {
  const sealed: Rule = (value, report) =>
    void ((typeof value === 'string' && isSeal(value, '')) || report('was not given out by this server'));
  const thinking = shape({ thinking: anyText, signature: text });
  return tagged({
    text: shape({ text: words }, { ...cached, citations: nullable(listOf(citation(sealed))) }),
    thinking: (value, report) => {
      thinking(value, report);
      // The shape above reports other types.
      const { thinking: content, signature } = value as { thinking?: unknown; signature?: unknown };
      if (typeof content === 'string' && typeof signature === 'string' && !isSeal(signature, content))
        report('was not given out for this text', '.signature');
    },
    redacted_thinking: shape({ data: sealed }),
    tool_use: shape(
      { id: callId, name: toolName, input: anyObject },
      { ...cached, caller, toolset_name: nullable(text) },
    ),
    server_tool_use: shape({ id: callId, name: serverToolName, input: anyObject }, { ...cached, caller }),
    mcp_tool_use: shape({ id: callId, name: text, server_name: text, input: anyObject }, cached),
    ...serverResults(sealed),
    mcp_tool_listing: shape({ mcp_server_name: text, tools: listOf(anyObject) }),
    compaction: shape({}, compactionKeys),
    container_upload: shape({ file_id: text }, cached),
    fallback: shape({ from: shape({ model: text }), to: shape({ model: text }) }, { trigger: anything }),
  });
}

export const isUnsealed: SealCheck = () => true;
export const isSealed: SealCheck = isSealOf;

const serverToolName = oneOf(
  'advisor',
  'web_search',
  'web_fetch',
  'code_execution',
  'bash_code_execution',
  'text_editor_code_execution',
  'tool_search_tool_regex',
  'tool_search_tool_bm25',
);
const compactionKeys: Rules = {
  ...cached,
  content: nullable(anyText),
  encrypted_content: nullable(anyText),
  signature: nullable(anyText),
  tool_changes: nullable(listOf(anyObject)),
};

function citation(sealed: Rule): Rule {
  return tagged({
    char_location: location('start_char_index', 'end_char_index'),
    page_location: location('start_page_number', 'end_page_number'),
    content_block_location: location('start_block_index', 'end_block_index'),
    search_result_location: shape({
      cited_text: anyText,
      start_block_index: integer(0),
      end_block_index: integer(0),
      search_result_index: integer(0),
      source: anyText,
      title: nullable(anyText),
    }),
    web_search_result_location: shape({
      cited_text: anyText,
      encrypted_index: sealed,
      title: nullable(anyText),
      url: anyText,
    }),
  });
}

/** Results of the server's own tools: the block type and what its content may be. */
function serverResults(sealed: Rule): Rules {
  const error = shape({ error_code: text }, { error_message: nullable(anyText) });
  const result = (content: Rule): Rule => shape({ tool_use_id: text, content }, { ...cached, caller });
  const output = listOf(tagged({ code_execution_output: file, bash_code_execution_output: file }));
  const ran = { content: output, return_code: integer(-255), stderr: anyText };
  const page = shape(
    { encrypted_content: sealed, title: anyText, url: anyText },
    { page_age: nullable(anyText) },
  );
  return {
    web_search_tool_result: result((value, report) =>
      (Array.isArray(value)
        ? listOf(tagged({ web_search_result: page }))
        : tagged({ web_search_tool_result_error: error }))(value, report),
    ),
    web_fetch_tool_result: result(
      tagged({
        web_fetch_tool_result_error: error,
        web_fetch_result: shape(
          { content: tagged({ document }), url: anyText },
          { retrieved_at: nullable(anyText) },
        ),
      }),
    ),
    code_execution_tool_result: result(
      tagged({
        code_execution_tool_result_error: error,
        code_execution_result: shape({ ...ran, stdout: anyText }),
        encrypted_code_execution_result: shape({ ...ran, encrypted_stdout: sealed }),
      }),
    ),
    bash_code_execution_tool_result: result(
      tagged({
        bash_code_execution_tool_result_error: error,
        bash_code_execution_result: shape({ ...ran, stdout: anyText }),
      }),
    ),
    text_editor_code_execution_tool_result: result(
      tagged({
        text_editor_code_execution_tool_result_error: error,
        text_editor_code_execution_view_result: anyObject,
        text_editor_code_execution_create_result: shape({ is_file_update: flag }),
        text_editor_code_execution_str_replace_result: anyObject,
      }),
    ),
    tool_search_tool_result: result(
      tagged({
        tool_search_tool_result_error: error,
        tool_search_tool_search_result: shape({
          tool_references: listOf(tagged({ tool_reference: toolReference })),
        }),
      }),
    ),
    advisor_tool_result: result(
      tagged({
        advisor_tool_result_error: error,
        advisor_result: shape({ text: anyText }, { stop_reason: nullable(anyText) }),
        advisor_redacted_result: shape({ encrypted_content: sealed }, { stop_reason: nullable(anyText) }),
      }),
    ),
    mcp_tool_result: shape(
      { tool_use_id: text },
      { ...cached, content: textOr(listOf(tagged({ text: plainText }))), is_error: flag },
    ),
  };
}

const file = shape({ file_id: text });

import { foldText } from './fold-text.ts';

export type InjectionKind = 'override' | 'role' | 'persona' | 'leak' | 'exfiltration' | 'markup' | 'command';

/** `enough` by itself; `half`: together with another half nearby; `third`: with two more. */
export type Weight = 'enough' | 'half' | 'third';

export interface InjectionRule {
  readonly kind: InjectionKind;
  readonly pattern: RegExp;
  readonly weight: Weight;
}

/** A pattern as it is searched: in small letters, folded as the text is, white space for a blank, but never without end, which would take long. */
function rule(kind: InjectionKind, weight: Weight, source: string): InjectionRule {
  let pattern: RegExp | undefined;
  return {
    kind,
    weight,
    // Made with the first search: many programs load them and never search.
    get pattern() {
      return (pattern ??= compile(source));
    },
  };
}

function compile(source: string): RegExp {
  const pattern = foldText(source).text.replaceAll('\\s*', '\\s{0,20}').replaceAll(' ', '\\s{1,20}');
  return new RegExp(pattern, 'g');
}

const near = '[^.!?\\n]{0,40}?';
const orders =
  '(?:instructions?|prompts?|guidelines?|directives?|directions|commands|orders|rules|programming|training|constraints|restrictions|safeguards|policies)';
const drop =
  "(?:ignore|disregard|forget|discard|override|overrule|overwrite|bypass|neglect|abandon|set aside|pay no attention to|stop (?:following|obeying)|(?:do not|don't|no longer|never|must not|should not) (?:follow|obey|heed|adhere to|comply with))";
const earlier =
  '(?:previous|prior|above|earlier|preceding|foregoing|initial|original|former|old|existing|your|system|safety|hitherto|past)';

const override: readonly InjectionRule[] = [
  rule('override', 'enough', `\\b${drop}\\b${near}\\b${earlier}\\b${near}\\b${orders}`),
  rule(
    'override',
    'enough',
    `\\b${drop} (?:all |any |every |each )(?:of )?(?:the |these |those |such |other )?(?:\\w+ )?${orders}\\b`,
  ),
  rule(
    'override',
    'enough',
    `\\b${drop}\\b${near}\\b${orders} (?:above|before|given|so far|you (?:have|had|got|received|were)|that came|from (?:the )?(?:system|user|developer))`,
  ),
  rule(
    'override',
    'enough',
    '\\b(?:ignore|disregard|forget) (?:absolutely |literally )?(?:everything|all|anything|whatever)(?: (?:that )?(?:you|i|we|they|the user|was|has|is|came|comes|above|before|previously|prior|else))+\\b',
  ),
  rule(
    'override',
    'enough',
    '\\b(?:ignore|disregard|forget) (?:the )?(?:text|content|context|conversation|messages?|words|lines) (?:above|before this|preceding this)\\b',
  ),
  rule(
    'override',
    'enough',
    `\\b(?:supersedes?|overrides?|replaces?|takes? precedence over|cancels?|voids?|invalidates?) (?:all |any |every |your )(?:of )?(?:the |your )?(?:other |previous |prior |earlier |existing |system |original )?${orders}`,
  ),
  rule(
    'override',
    'enough',
    `\\b(?:(?:previous|prior|earlier|original) (?:\\w+ )?${orders}|your (?:instructions?|prompt|guidelines|directives|directions|programming))\\b${near}\\b(?:no longer apply|(?:are|is) (?:now |hereby )*(?:replaced|void|cancelled|canceled|obsolete|suspended|revoked|lifted|null)|(?:have|has) (?:been |now )?(?:revoked|lifted|replaced|suspended|cancelled|canceled|updated|changed))`,
  ),
  rule('override', 'enough', '\\bthe (?:real|true|actual) (?:instructions?|prompt|task) (?:is|are)\\b'),
  rule(
    'override',
    'enough',
    "\\bstop (?:whatever you(?: are|'re) doing|what you(?: are|'re) doing|your (?:current )?(?:task|work))\\b[^.\\n]{0,40}\\b(?:follow|obey|execute|instead|do (?:this|the following))\\b",
  ),
  rule(
    'override',
    'enough',
    '\\byour (?:new|real|true|actual|only|primary|updated) (?:task|goal|objective|purpose|instructions?|job|mission|orders|role|directive)s?(?:\\s*:| (?:is|are|now|will be)\\b)',
  ),
  rule(
    'override',
    'enough',
    '(?:^|\\n|[.!?:>*\\]-] )\\s*(?:new|updated|revised|real|actual|important|urgent|secret|hidden) (?:system )?(?:instructions?|prompt|directives?|orders)(?: for (?:you|the (?:ai|assistant|model|agent)))?\\s*:',
  ),
];

const foreign: readonly InjectionRule[] = [
  'ignorier\\w*|vergiss|vergesst|missachte\\w*|uberg(?:eh|ehe)\\w*|befolge\\w* nicht # anweisung\\w*|instruktion\\w*|befehl\\w*|regeln|vorgaben|prompts?',
  '(?:ignore[zr]?|oublie[zr]?|neglige[zr]?) (?:toute?s?|les?|tes|vos|ces|ce|tout)|ne (?:tiens|tenez) (?:pas|plus) compte|fais abstraction # instructions?|consignes?|directives?|regles?|ordres',
  '(?:ignor[ae]|olvid[ae]|descarta|desobedece) (?:todas?|las?|tus|sus|estas|cualquier|todo)|haz caso omiso # instrucciones|ordenes|reglas|indicaciones|directrices',
  '(?:ignora(?:re|te)?|dimentica(?:re|te)?|trascura|scorda) (?:tutt[ei]|le|gli|i|tue|queste|ogni) # istruzioni|regole|direttive|ordini|indicazioni',
  '(?:ignor[ae]|esqueca|esquece|desconsidere|descarte) (?:todas?|as|suas|tuas|essas|tudo) # instrucoes|regras|ordens|diretrizes|comandos',
  'negeer|vergeet|sla\\b # instructies|opdrachten|regels|aanwijzingen',
  'zignoruj|ignoruj|zapomnij o|pomin # instrukcj\\w*|polece\\w*|zasad\\w*|wytyczn\\w*',
  'ignorera|glom(?:ma)?|bortse fran|ignorer|glem|se bort fra # instruktion\\w*|instruks\\w*|regler\\w*|anvisning\\w*',
  'игнориру\\w*|проигнориру\\w*|забуд\\w*|не обращай внимания на # инструкци\\w*|указани\\w*|правил\\w*|команд\\w*',
].map((pair) => {
  const [verbs = '', nouns = ''] = pair.split(' # ');
  return rule('override', 'enough', `(?<![a-z])(?:${verbs})${near}(?:${nouns})`);
});

const otherWritings: readonly InjectionRule[] = [
  rule(
    'override',
    'enough',
    '(?:忽略|无视|無視|忘记|忘記|忽視|不要理会|抛开)[^。！？\\n]{0,14}(?:指令|指示|提示|规则|規則|说明|要求|命令)',
  ),
  rule(
    'override',
    'enough',
    '(?:以前|これまで|上記|前述|すべて|全て|今まで)[^。\\n]{0,12}(?:指示|命令|プロンプト|ルール)[^。\\n]{0,8}(?:無視|忘れ|従わ)',
  ),
  rule(
    'override',
    'enough',
    '(?:이전|위의|모든|지금까지)[^.\\n]{0,12}(?:지시|명령|프롬프트|규칙)[^.\\n]{0,8}(?:무시|잊)',
  ),
  rule(
    'override',
    'enough',
    '(?:onceki|tum|yukaridaki)[^.\\n]{0,20}(?:talimat|komut|kural)\\w*[^.\\n]{0,12}(?:yok say|unut|gormezden|dikkate alma)',
  ),
  rule('override', 'enough', '(?:تجاهل|انس)[^.\\n]{0,20}(?:التعليمات|الاوامر|الأوامر|القواعد)'),
  rule(
    'override',
    'enough',
    '(?:पिछले|पहले के|सभी)[^।\\n]{0,20}(?:निर्देश|आदेश|नियम)[^।\\n]{0,15}(?:अनदेखा|भूल|नज़रअंदाज़)',
  ),
];

const ai =
  '(?:ai|a\\.i\\.|llms?|language models?|assistants?|ai agents?|agents?|chatbots?|chatgpt|gpt(?:-?\\d)?|claude|gemini|copilot|ai models?)';
const tool = '(?:command|tool|function|script|shell|bash|terminal|code|rm -rf|curl|wget|sudo|[a-z]+_[a-z_]+)';
const loot =
  '(?:\\b(?:api[ _-]?keys?|passwords?|credentials|secrets?|(?:access |auth |session )?tokens?|private keys?|ssh keys?|id_rsa|conversations?(?: history)?|chat (?:history|logs?|transcript)|system prompt|(?:your )instructions|environment variables?|env vars?|cookies|customer (?:data|list|records)|personal data)\\b|\\.env\\b)';
const belongings =
  '\\b(?:emails?|mails?|inbox|files?|documents?|contents?|data|messages|everything|contacts|calendar|address book)\\b';
const send =
  '\\b(?:send|post|upload|forward|e-?mail|mail|transmit|exfiltrate|leak|submit|copy|share|deliver)\\b';
const place =
  '[^\\n]{0,60}?\\b(?:to|at|via|into)\\b[^\\n]{0,30}?(?:https?://|[\\w.+-]+@[\\w-]+\\.\\w|webhook|attacker|pastebin|this (?:url|address|endpoint|server)|(?:my|the following|external) (?:server|url|endpoint|address))';

const others: readonly InjectionRule[] = [
  rule(
    'role',
    'enough',
    '(?:^|\\n)\\s*(?:[#*>\\[(-]\\s*)*(?:system|developer|assistant|administrator|admin)(?: (?:prompt|message|note|notice|override|update|instruction|alert))?\\s*[\\])*:>-]+\\s*[^\\n]{0,80}\\b(?:you (?:are|must|will|should|have|can|may)|ignore|disregard|from now|new (?:instructions?|task|rules?)|override|execute|obey|comply|the (?:ai|assistant|model) (?:must|should|will))\\b',
  ),
  rule(
    'role',
    'enough',
    '\\b(?:begin|start|end)(?:ning)?(?: of)? (?:the )?(?:system|hidden|secret|new|admin\\w*) (?:prompt|instructions?|message)',
  ),
  rule(
    'role',
    'enough',
    '</?(?:system|im_start|im_end|system_prompt|system-prompt|sys|developer_message|tool_results?|function_results?|untrusted\\w*)\\s*>[^\\n]{0,200}\\b(?:you|ignore|instructions?|must|execute|obey)\\b',
  ),
  rule(
    'markup',
    'enough',
    '<\\|(?:im_start|im_end|system|user|assistant|endoftext|start_header_id|end_header_id|eot_id|begin_of_text|endofprompt|start|message|channel)\\|>',
  ),
  rule(
    'markup',
    'enough',
    '</(?:user|data|document|context|tool|untrusted|content|page|e-?mail|result)[a-z_-]{0,20}>\\s*<(?:system|admin|administrator|developer|instructions?|assistant)>',
  ),
  rule(
    'markup',
    'enough',
    '\\[/?inst\\]|<</?sys>>|(?:^|\\n)#{2,4} ?(?:instruction|system|human|assistant|response)s? ?:?\\s*\\n[^\\n]{0,80}\\b(?:you|ignore|must|always|never|respond)\\b',
  ),
  rule(
    'markup',
    'enough',
    '\\n\\s*(?:human|assistant)\\s*:[^\\n]{0,120}\\b(?:ignore|sure,|of course|i will now|instructions?|delete|send|execute)\\b',
  ),
  rule('persona', 'enough', "\\bnow you(?: are|'re) an? (?:\\w+ )?(?:ai|assistant|model|bot|chatbot)\\b"),
  rule(
    'persona',
    'enough',
    '\\ban? (?:\\w+ )?(?:ai|assistant|model|bot|chatbot)\\b[^.\\n]{0,30}\\b(?:with no|without(?: any)?|has no) (?:restrictions|rules|limits|filters|guidelines|ethic\\w*)',
  ),
  rule(
    'persona',
    'enough',
    "\\byou(?: are|'re) (?:now|no longer|from now on|hereby)\\b[^.\\n]{0,60}\\b(?:dan\\b|jailbr\\w+|unrestricted|unfiltered|uncensored|evil|developer mode|root|admin\\w*|free (?:of|from)|without (?:any )?(?:restrictions?|limits?|rules?|filters?|guidelines)|bound by|an? (?:\\w+ )?(?:ai|assistant|model|bot|agent|hacker|terminal)\\b|in (?:god|debug|maintenance|developer|admin) mode)",
  ),
  rule(
    'persona',
    'enough',
    '\\b(?:act|behave|respond|pretend|role-?play|operate|function|answer) (?:as|like)\\b[^.\\n]{0,50}\\b(?:no (?:restrictions|rules|limits|filters|guidelines)|without (?:any )?(?:restrictions|rules|limits|filters|guidelines|ethic\\w*)|unrestricted|uncensored|unfiltered|jailbr\\w+|dan\\b|developer mode)',
  ),
  rule(
    'persona',
    'enough',
    '\\b(?:enable|enter|activate|switch (?:in)?to|turn on|engage) (?:the )?(?:developer|debug|god|dan|admin\\w*|maintenance|unrestricted|jailbreak|sudo|root|unsafe) mode\\b',
  ),
  rule(
    'persona',
    'enough',
    '\\b(?:safety|content|ethical|moderation) (?:filters?|guidelines?|polic(?:y|ies)|checks?|rules) (?:are|is|have been|has been) (?:now )?(?:off|disabled|removed|lifted|deactivated|suspended)',
  ),
  rule(
    'leak',
    'enough',
    '\\b(?:reveal|show|print|output|repeat|display|tell me|give me|expose|dump|disclose|recite|leak|write out|return|include|summari[sz]e|translate|encode)\\b[^.\\n]{0,40}\\b(?:(?:your|the) (?:full |entire |exact |complete |secret |hidden |initial |original |own )*(?:system (?:prompt|message|instructions)|hidden (?:prompt|instructions)|initial (?:prompt|instructions)|original (?:prompt|instructions)|secret instructions|prompt verbatim|instructions (?:above|verbatim|word for word|you were given)))',
  ),
  rule(
    'leak',
    'enough',
    '\\b(?:repeat|print|output|return|copy) (?:back )?(?:the (?:words|text|lines|content)|everything|all (?:the )?(?:text|words|of the above)) (?:above|before this|preceding)\\b',
  ),
  rule(
    'exfiltration',
    'enough',
    `${send}[^.\\n]{0,30}\\b(?:all|any|every|this|the user'?s?|their|his|her|the full|the entire|the whole|entire|contents? of|our|found|stored|the results? of)\\b[^.\\n]{0,40}${loot}${place}`,
  ),
  rule(
    'exfiltration',
    'enough',
    `(?:\\b(?:exfiltrate|leak)\\b[^.\\n]{0,40}${loot}|${send} the (?:full |whole )?(?:conversation|chat (?:history|logs?)|system prompt|private keys?|ssh keys?|\\.env)\\b)${place}`,
  ),
  rule(
    'exfiltration',
    'enough',
    `${send}[^.\\n]{0,20}\\b(?:the user'?s|their|his|her)\\b[^.\\n]{0,20}${belongings}${place}`,
  ),
  rule(
    'exfiltration',
    'enough',
    '!\\[[^\\]\\n]{0,80}\\]\\(\\s*https?://[^)\\s]{1,200}[?&/][^)\\s]{0,80}(?:=|/)(?:\\{|\\[|<|%7b|\\$|__?[a-z]+__?)',
  ),
  rule(
    'exfiltration',
    'third',
    `\\b(?:send|post|upload|forward|append|transmit|exfiltrate|submit)\\b[^.\\n]{0,50}${loot}[^\\n]{0,50}\\b(?:to|at|via|into)\\b`,
  ),
  rule(
    'command',
    'enough',
    `\\bif you(?: are|'re) (?:an? |the )?(?:\\w+ )?(?:ai|llm|large language model|language model|ai assistant|ai agent|ai model|automated (?:assistant|reviewer|agent))\\b`,
  ),
  rule(
    'command',
    'half',
    `(?:^|\\n|[.!?:*>\\]<-]|--|\\bp\\.? ?s\\.?)\\s*(?:attention|dear|hey|hello|hi|note (?:to|for)|message (?:to|for)|instructions? (?:to|for)|important (?:message |note |notice )?(?:to|for)|reminder (?:to|for)|to|any|all|when (?:the|an?|any))[ ,:]+(?:all |any |every |the |my |an? )?(?:\\w+ )?${ai}\\b`,
  ),
  rule(
    'command',
    'half',
    "\\b(?:do not|don't|never|without|avoid) (?:tell(?:ing)?|inform(?:ing)?|mention(?:ing)?|notify(?:ing)?|alert(?:ing)?|reveal(?:ing)?|let(?:ting)?|ask(?:ing)?|show(?:ing)?|warn(?:ing)?|disclos(?:e|ing)|report(?:ing)?)\\b[^.\\n]{0,25}\\b(?:users?|humans?|operators?|owner|anyone|this to)\\b",
  ),
  rule(
    'command',
    'enough',
    '\\bas an? (?:ai(?: (?:language )?(?:model|assistant|agent))?|(?:large )?language model|llm|assistant)(?: (?:reading|processing|summari[sz]ing|seeing) (?:this|the)[^,.\\n]{0,30}?)?,? you (?:should|must|have to|need to|are (?:required|obliged|instructed))\\b',
  ),
  rule(
    'command',
    'half',
    '\\bwhen(?:ever)? you (?:summari[sz]e|read|process|answer|translate|analy[sz]e|see|open|reply to) (?:this|the) (?:page|text|document|e-?mail|message|file|article|content|ticket|issue|review)\\b',
  ),
  rule(
    'command',
    'half',
    `\\b(?:quietly|secretly|silently|covertly|discreetly) (?:run|execute|call|invoke|use|send|post|upload|forward|delete|add|append)\\b`,
  ),
  rule('command', 'half', '\\b(?:call|invoke|use) the (?:tool|function) [a-z]+_[a-z_]+\\b'),
  rule(
    'command',
    'half',
    '\\b(?:(?:user|owner|admin\\w*|developer|operator|human|team) (?:has|have) (?:already )?(?:approved|authori[sz]ed|consented|agreed|given (?:permission|consent|approval)|confirmed)|pre-?(?:approved|authori[sz]ed)|no (?:further |user |additional )?(?:confirmation|approval|permission|consent) (?:is )?(?:needed|required|necessary)|without (?:asking|requesting|waiting|seeking|requiring)(?: (?:for|any|further))* (?:confirmation|permission|approval|consent|the user)|skip (?:the )?(?:confirmation|approval|permission))',
  ),
  rule('command', 'third', `\\b(?:run|execute|call|invoke|use|trigger|launch)\\b[^.\\n]{0,30}\\b${tool}\\b`),
  rule(
    'command',
    'third',
    "\\b(?:delete|remove|wipe|erase|destroy|drop|purge|transfer|purchase|buy|pay|wire|grant|disable)\\b[^.\\n]{0,30}\\b(?:all|every|the user'?s?|entire|files?|database|tables?|account|funds|money|backups?|records|access|logs?)\\b",
  ),
  rule(
    'command',
    'third',
    '\\b(?:you must|you have to|you are (?:required|instructed|ordered|commanded)|your first (?:action|step)|before (?:answering|responding|doing anything|continuing|you (?:answer|respond|continue))|from now on|immediately|as your (?:next|first) (?:step|action)|comply|obey)\\b',
  ),
  rule(
    'command',
    'third',
    '(?:display\\s*:\\s*none|visibility\\s*:\\s*hidden|font-size\\s*:\\s*[01](?:px|pt|em)?\\b|opacity\\s*:\\s*0\\b|color\\s*:\\s*(?:white|#fff)\\w*\\b|<!--|aria-hidden)',
  ),
];

export const injectionRules: readonly InjectionRule[] = [
  ...override,
  ...foreign,
  ...otherWritings,
  ...others,
];

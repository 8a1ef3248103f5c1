"""What walls say: the words by which a page that stands before an article tells it, in six languages.

How much these words weigh beside the rest of a page is `barriers.py`. Each line of a table is one pattern, for lines in
small letters (a pattern that ignores case takes three times as long) with straight apostrophes; all gaps are bounded,
so that no line of a page can keep them busy.
"""

import re

from digest_pipeline.articles.page import Reason

# A line, or a part of the title, says nothing else.
_WHOLE: dict[Reason, str] = {
    "blocked": r"""
        just a moment
        attention required
        (?:your )?access (?:to this page )?(?:has been |is |was )?(?:denied|blocked)
        (?:http )?(?:error )?403(?:\W+forbidden)?
        forbidden
        security (?:check|verification)
        verify (?:that )?you are (?:a )?human
        are you (?:a |not a )?(?:human|robot)
        robot check
        (?:human|bot|captcha) (?:verification|challenge)
        captcha
        pardon our interruption
        (?:the )?request (?:blocked|rejected)
        you have been blocked
        (?:error )?429(?:\W+too many requests)?
        too many requests
        ddos-guard
        one more step
        access to this site is blocked
        (?:百度)?(?:安全|人机|访问|滑动|身份)验证
        (?:当前)?环境异常
        (?:访问|请求)(?:被拒绝|被阻止|过于频繁|太频繁|受限)
        アクセス(?:が|を)?拒否(?:されました)?
        アクセスが制限されています
        セキュリティ(?:チェック|確認)
        zugriff (?:verweigert|blockiert)
        sicherheits(?:überprüfung|abfrage)
        accès (?:refusé|interdit|bloqué)
        vérification de sécurité
        acceso (?:denegado|bloqueado)
        verificación de seguridad
    """,
    "consent": r"""
        before you continue
        we (?:value|respect|care about) your privacy
        your privacy(?: (?:choices|matters))?
        (?:manage )?(?:your )?(?:cookies?|privacy|consent) (?:consent|settings|preferences|choices)
        cookie consent
        your privacy is important to us
        cookie wall
        use of cookies
        wir (?:schätzen|respektieren|achten) ihre privatsphäre
        datenschutz-?einstellungen
        ihre privatsphäre
        cookie-?einstellungen
        bevor sie (?:fortfahren|weitermachen)
        zustimmung (?:erforderlich|zu cookies)
        avant de continuer
        votre vie privée
        nous respectons votre vie privée
        gestion (?:des|de vos) cookies
        antes de continuar
        (?:valoramos|respetamos) (?:tu|su) privacidad
        (?:tu|su) privacidad
        続行する前に
        (?:google )?にアクセスする前に
        继续之前
        在您继续(?:使用.{1,12})?之前
        隐私设置
    """,
    "login": r"""
        (?:please )?(?:log|sign) ?in(?: required| to continue)?
        login(?: required)?
        members only
        authentication required
        (?:用户|账号|帐号)?登录
        请(?:先)?登录
        ログイン(?:が必要です)?
        (?:bitte )?(?:anmelden|einloggen)
        anmeldung
        se connecter
        connexion
        iniciar sesión
        identifícate
        acceso usuarios
    """,
    "gone": r"""
        (?:http )?(?:error )?(?:code )?404(?: error)?(?:\W+(?:(?:the )?(?:page|file|article) )?(?:was )?not found)?
        (?:this |the |requested )?(?:page|article|story|post|content|video|file|url) (?:was )?not found
        (?:this |the |requested )?(?:page|article|story|post|content|video) (?:is |was )?(?:not|no longer) available
        (?:page|article|story|post|content|video) (?:can't|couldn't|cannot|could not) be found
        not found
        no such item
        (?:error )?410(?:\W+gone)?
        (?:this |the )?(?:page|article|story|post|content|video) (?:is )?(?:unavailable|missing)
        (?:this |the )?(?:page|article|story|post|content|video) (?:has been |was )?(?:removed|deleted)
        (?:this |the )?(?:page|article|post) (?:does not|doesn't|no longer) exists?
        (?:404\W*)?(?:页面|网页|文章|内容|帖子|链接)(?:不存在|未找到|找不到|没找到|走丢了|丢失了|飞走了)
        (?:页面|网页|文章|内容|帖子|链接)已(?:被)?(?:删除|下架|失效)
        (?:ページ|記事)(?:が|は)(?:見つかりません(?:でした)?|存在しません|削除されました)
        (?:diese |die )?seite (?:wurde )?(?:leider )?nicht (?:gefunden|vorhanden|verfügbar)
        (?:diese )?seite existiert nicht
        page (?:introuvable|non trouvée|inexistante)
        (?:cette )?page n'existe (?:pas|plus)
        (?:la )?página (?:no|no fue) (?:encontrada|existe|disponible)
        (?:artículo )?no encontrado
    """,
    "error_page": r"""
        (?:http )?(?:error )?50[0-4](?:\W+(?:error|internal server error|bad gateway|gateway time-?out))?
        (?:http )?(?:error )?503\W+service (?:temporarily )?unavailable
        internal server error
        (?:502 )?bad gateway
        service (?:temporarily )?unavailable
        gateway time-?out
        bad request
        server error
        something went wrong
        (?:an )?(?:unexpected |unknown )?error (?:has )?occurred
        we(?:'ll| will) be (?:right )?back(?: soon| shortly)?
        (?:site |website )?(?:is )?(?:currently )?(?:under|down for|in) (?:scheduled )?maintenance(?: mode)?
        maintenance(?: mode)?
        scheduled maintenance
        (?:error establishing a )?database (?:connection )?(?:error)?
        (?:this )?site can't be reached
        error
        系统(?:繁忙|错误|异常|维护中?|升级中?)
        服务器(?:错误|繁忙|异常|内部错误|开小差了?)
        (?:网站|系统)?正?在?维护中?
        出错了
        エラーが発生しました
        サーバー ?エラー
        (?:ただいま|現在)?(?:、)?メンテナンス中(?:です)?
        interner (?:server-?fehler|serverfehler)
        es ist ein fehler aufgetreten
        wartungsarbeiten
        wartungsmodus
        erreur (?:interne )?(?:du )?serveur
        une erreur (?:est survenue|s'est produite)
        site en maintenance
        error interno(?: del servidor)?
        (?:se ha producido|ha ocurrido|ocurrió) un error
        sitio en mantenimiento
        algo (?:salió|ha salido|ha ido) mal
    """,
}

# A line begins so, whatever follows.
_OPENING: dict[Reason, str] = {
    "blocked": r"""
        checking (?:if the site connection|your browser before)
        verifying (?:that )?you are human
        (?:please )?(?:verify|confirm|prove|make sure) (?:that )?you(?:'re| are) (?:a )?(?:real )?(?:human|person)
        (?:please )?(?:verify|confirm|prove|make sure|show us) (?:that )?you(?:'re| are) (?:not )?a (?:robot|bot)
        making sure you're not a bot
        press (?:and|&) hold to confirm
        (?:please )?(?:complete|solve|pass|finish) (?:the|this|a) (?:captcha|security check|(?:following )?challenge)
        (?:to|before you) (?:continue|proceed)\b.{0,60}(?:captcha|not a robot|human|security check|characters you see)
        our systems have detected unusual traffic
        (?:we(?:'ve| have)? )?(?:detected|noticed) (?:unusual|suspicious|automated)
        (?:sorry, )?you have been blocked
        you don't have permission to access
        you do not have permission to access
        please (?:enable|turn on) cookies
        (?:performing|completing) (?:a )?security verification
        this website (?:is using|uses) a security service
        your (?:ip|access|request|browser|computer|connection)\b.{0,60}(?:blocked|banned|denied|rate.limited)
        sorry, we're not able to serve your requests
        enable javascript and cookies to continue
        (?:请|需要?)(?:您|你)?(?:先)?(?:完成|进行|通过).{0,10}验证
        完成.{0,6}验证(?:后|即可)
        (?:您|你)?(?:的|当前)?(?:网络|访问)?环境异常
        (?:您|你)的?(?:访问|请求|操作|ip).{0,10}(?:频繁|异常|限制|禁止)
        (?:系统)?检测到.{0,16}(?:异常|频繁|机器人)
        请?输入(?:图片|图中|下方|下图|正确的?)?.{0,6}验证码
        请(?:拖动|滑动|按住|依次点击)
        (?:私は)?ロボットではあり?
        お使いの(?:コンピュータ|ネットワーク|端末).{0,20}通常と異なる
        あなたが人間であること
        bitte (?:bestätigen|beweisen|verifizieren) sie,? dass sie (?:ein mensch|kein robot)
        sie wurden blockiert
        (?:veuillez )?(?:confirme[rz]|vérifie[rz]|prouve[rz]) que vous (?:êtes|n'êtes)
        (?:por favor,? )?(?:confirm[ae]|verifi[cq]u?[ae]|demuestr[ae]) que (?:no )?(?:eres|es|usted|soy)
    """,
    "consent": r"""
        before you continue to
        (?:we|this (?:site|website)),? (?:and our (?:\d+ )?partners,? )?(?:use|store|process) (?:cookies|data|and/or)
        this (?:site|website) uses cookies
        accept (?:all )?(?:our )?cookies to (?:continue|read|view|access)
        we need your (?:consent|permission)
        to (?:continue|read|access)\b.{0,60}(?:accept|consent to).{0,20}cookies
        (?:mit werbung|mit tracking|werbefrei).{0,30}(?:lesen|nutzen|weiter)
        (?:besuchen|lesen|nutzen) sie .{1,60}mit (?:werbung|tracking)
        wir (?:und unsere (?:\d+ )?partner )?(?:verwenden|nutzen|brauchen) .{0,30}(?:cookies|zustimmung|einwilligung)
        wir benötigen ihre (?:zustimmung|einwilligung)
        continuer (?:sans accepter|avec (?:la )?publicité)
        nous,? et nos (?:\d+ )?partenaires
        (?:en poursuivant|nous utilisons des cookies)
        nosotros y nuestros (?:\d+ )?socios
        utilizamos cookies
        当(?:サイト|社)(?:では|は).{0,12}(?:cookie|クッキー)
        (?:本|我们的?)(?:网站|网页)?使用\s*cookie
    """,
    "script": r"""
        (?:you need to |please )?(?:enable|turn on|activate|allow) (?:java ?script|js)\b
        (?:this|the) (?:site|page|app|application|website|content) (?:requires|needs) javascript
        javascript (?:is|must be|has been|seems to be|appears to be) (?:disabled|enabled|required|turned off|off)
        javascript is not available
        your browser (?:does not|doesn't) (?:support|have) javascript
        (?:we(?:'ve| have) )?detected that javascript is
        (?:we're )?sorry,? but .{1,60}without javascript
        .{1,60}(?:doesn't|does not|won't|will not) work (?:properly )?without javascript
        for (?:full|the best) (?:functionality|experience).{0,60}javascript
        you (?:are using|have) .{0,30}javascript disabled
        (?:请|需要?)(?:您|你)?(?:在.{0,10})?(?:开启|启用|打开|允许).{0,12}java ?script
        (?:您|你)的?(?:浏览器).{0,10}(?:不支持|未启用|已?禁用|关闭).{0,6}java ?script
        .{0,40}java ?script\s*(?:を有効|が無効|を使用)
        (?:bitte )?aktivieren sie (?:bitte )?java ?script
        java ?script (?:ist|muss|scheint) .{0,20}(?:deaktiviert|aktiviert)
        (?:veuillez |merci d')?activer java ?script
        java ?script (?:est|doit être) (?:désactivé|activé|requis)
        (?:por favor,? )?(?:activ[ae]|habilit[ae]) java ?script
        (?:necesita|debe) (?:activar|habilitar) java ?script
    """,
    "login": r"""
        (?:please |you (?:must|need to|have to) )?(?:log|sign)[ -]?in to (?:continue|view|read|see|access|unlock)
        you (?:must|need to|have to) be (?:logged|signed)[ -]in
        you(?:'ll| will)? (?:need|have) to (?:log|sign) in
        you must be (?:logged|signed) in
        this (?:page|content|post|article) is (?:only )?(?:available|visible) (?:only )?to (?:members|registered|signed)
        (?:create an account|register|sign up) (?:or (?:log|sign) in )?to (?:continue|keep|read|view)
        (?:抱歉[,，])?请(?:您|你)?(?:先|重新)?登[录陆]
        登[录陆](?:后|才能|即可|以)(?:查看|阅读|可见|继续|访问|浏览)
        .{0,10}(?:需要|需|须)(?:要)?(?:先)?登[录陆]
        .{0,16}ログイン(?:してください|が必要|すると)
        bitte (?:melden sie sich|loggen sie sich|einloggen|anmelden)
        (?:melde dich|melden sie sich) an,? um
        (?:veuillez )?(?:vous )?(?:connectez-vous|connecter|identifiez-vous|identifier) (?:pour|afin)
        (?:debes |tienes que |por favor,? )?(?:inicia|iniciar|inicie) sesión (?:para|con)
    """,
    "gone": r"""
        (?:we(?:'re| are) )?sorry\b.{0,60}(?:not found|no longer|cannot|can't|could not|couldn't|been removed)\b
        (?:we(?:'re| are) )?sorry\b.{0,60}(?:isn't available|is not available|unavailable)
        (?:oops|uh[- ]oh|whoops|hmm|ah,? snap)\W+.{0,60}(?:page|article|find|found|exist|lost|gone|404)
        the (?:page|article|story|content|post|url|link) (?:that )?you\b.{0,80}(?:not|no longer|cannot|\w+n't)\b
        the (?:page|article|story|content|post|url|link) (?:that )?you\b.{0,80}(?:removed|moved|deleted|missing)
        (?:this|the requested) (?:page|article|post|story|content|url|video) (?:was not|could not be|couldn't be) found
        (?:this|the requested) (?:page|article|post|story|content|url|video) (?:is not|isn't|is no longer) available
        (?:this|the requested) (?:page|article|post|story|content|url|video) (?:does not|doesn't|no longer) exists?
        (?:this|the requested) (?:page|article|post|story|content|video) (?:was|has been) (?:removed|deleted|taken down)
        we (?:can't|couldn't|could not|cannot) (?:seem to )?find (?:the|that|this|what) (?:page|article|you)
        this content has been deleted
        (?:nothing|no (?:page|article|content)) (?:was )?found (?:here|at this)
        该?(?:内容|文章|页面|帖子|链接|视频|微博)(?:可能)?(?:已经?|不|无法|被|暂时?).{0,10}(?:删除|存在|查看|访问)
        该?(?:内容|文章|页面|帖子|链接|视频|微博)(?:可能)?已经?.{0,6}(?:失效|下架|下线)
        (?:很|非常)?(?:抱歉|对不起|sorry)[,，。!！~ ]*.{0,24}(?:不存在|删除|找不到|找到|失效|走丢|下线)
        (?:很|非常)?(?:抱歉|对不起|sorry)[,，。!！~ ]*.{0,24}无法(?:查看|访问|找到)
        此(?:内容|文章|页面|帐号|账号)(?:已|不|无法|因)
        (?:您|你)(?:所)?(?:访问|查看|要找|请求|浏览|寻找)的.{0,10}(?:不存在|删除|找不到|不见|丢|失效)
        找不到(?:该|您|你|这个|相关)?.{0,8}(?:页面|文章|网页)
        申し訳(?:ございません|ありません).{0,30}(?:ページ|記事|見つかり)
        (?:お探しの|ご指定の|この|該当する|指定された)(?:ページ|記事|コンテンツ)(?:は|が).{0,24}(?:見つかり|存在し)
        (?:お探しの|ご指定の|この|該当する|指定された)(?:ページ|記事|コンテンツ)(?:は|が).{0,24}(?:削除|終了)
        die (?:von ihnen )?(?:angeforderte|gesuchte|aufgerufene|gewünschte) seite
        diese[rs]? (?:seite|artikel|inhalt) (?:existiert|ist|wurde|konnte|steht) (?:leider )?nicht
        (?:désolé,? )?(?:la|cette) page (?:que vous|demandée|n'existe|est introuvable|n'est)
        cet article (?:n'est plus|n'existe|a été supprimé)
        (?:lo sentimos,? )?(?:la|esta) página (?:que (?:buscas|busca|has|está)|solicitada|no)
        no (?:hemos podido |se ha )?(?:encontrado|encontramos|encontrar) (?:la|esta) página
    """,
    "error_page": r"""
        (?:oops|sorry|whoops|uh[- ]oh)\W+(?:.{0,20}\W)?(?:something|an error|went wrong)
        something (?:went|has gone) wrong
        (?:the server|we)(?:'re)? (?:encountered|experienced|have|had) an? .{0,40}(?:error|problem)
        (?:the server|we)(?:'re)? (?:is|are) (?:currently|temporarily|experiencing) .{0,40}(?:problem|un[as]|difficult)
        an? (?:unexpected|internal|unknown|unhandled|application|server) (?:server )?(?:error|exception)
        (?:this|the|our) (?:site|website|page|service) is (?:currently |temporarily )?(?:undergoing|under maintenance)
        (?:this|the|our) (?:site|website|page|service) is (?:currently |temporarily )?(?:down|unavailable|offline)\b
        the service is (?:temporarily|currently) un
        application error: an?
        the server (?:returned|encountered)
        (?:there was|we had) an? (?:error|problem) (?:loading|processing|with)
        (?:warning|fatal error|parse error|uncaught \w+): .{0,80}(?:mysql|\.php|exception|on line)
        服务器(?:开小差|内部错误|繁忙|出错)
        系统(?:繁忙|维护|升级|出错|开小差)
        (?:网站|系统|服务)正在?(?:维护|升级)
        加载失败
        (?:申し訳|ただいま|現在).{0,24}(?:メンテナンス|アクセスが集中|エラーが)
        (?:leider )?(?:ist )?(?:es )?(?:ist )?ein (?:unerwarteter |technischer )?fehler (?:ist )?aufgetreten
        une erreur (?:inattendue |technique )?(?:est survenue|s'est produite)
        (?:se ha producido|ha ocurrido) un error
    """,
}

# What walls speak of: these explain a line.
_SUBJECTS = r"""
    cookie
    consent
    privacy
    partners
    personali[sz]ed
    advertis
    javascript
    browser
    captcha
    robot
    anubis
    proof-of-work
    scrap(?:er|ing)
    \bbots?\b
    verif(?:y|ies|ication)
    \bhuman\b
    security
    \bray id\b
    cloudflare
    \bip address
    \bvpn\b
    unusual (?:traffic|activity)
    (?:log|sign)(?:ged|ging)?[ -]?(?:in|up|out)\b
    password
    e-?mail
    username
    your account
    register
    administrator
    permission
    denied
    blocked
    \bpage\b
    \burl\b
    \blink\b
    address
    home ?page
    search
    not found
    no longer
    \b(?:40[0-9]|50[0-9])\b
    error
    refresh
    reload
    try again
    reference (?:id|number|\#)
    request
    maintenance
    temporarily
    contact us
    apologi
    sorry
    support
    incident
    验证
    异常
    浏览器
    登[录陆]
    注册
    密码
    账号
    页面
    网页
    网址
    首页
    链接
    刷新
    稍后
    重试
    抱歉
    对不起
    删除
    不存在
    权限
    维护
    错误
    隐私
    访问
    客服
    ページ
    ブラウザ
    ログイン
    登録
    パスワード
    エラー
    メンテナンス
    クッキー
    お問い合わせ
    申し訳
    アクセス
    検索
    zustimm
    einwillig
    datenschutz
    werbung
    seite
    fehler
    anmeld
    einlogg
    passwort
    mensch
    zugriff
    suche
    consentement
    vie privée
    partenaires
    publicit
    navigateur
    erreur
    connect
    mot de passe
    accueil
    recherche
    désolé
    privacidad
    socios
    publicidad
    navegador
    página
    contraseña
    sesión
    acceso
    inicio
    búsqueda
    lo sentimos
"""

# Nobody else says so at the beginning of a line, not even who writes about walls.
_CERTAIN = r"""
    making sure you're not a bot
    checking (?:if the site connection|your browser before)
    verifying you are human
    enable javascript and cookies to continue
    you need to enable javascript
    该内容已被发布者删除
"""

# The rest is for those who pay.
_PAYING = r"""
    subscribe (?:now |today |here )?(?:to|and) (?:continue|keep|read (?:the (?:full|rest)|more|this|on)|unlock)
    (?:already|are you) an? (?:paid |digital )?(?:subscriber|member)\b
    this (?:article|story|post) is (?:only |exclusively |available )*(?:to|for) (?:our |paid |paying )?subscribers
    this (?:article|story|post) is (?:only |exclusively |available )*(?:to|for) (?:our |paid |paying )?members
    (?:for|to) (?:paid |paying )?subscribers only
    subscribers?[- ](?:only|exclusive) (?:content|article|story)
    (?:keep|continue|to read)\b.{0,50}(?:subscribe|subscription|become a member|start your|create an account)
    (?:subscribe|sign up|register|join|become a member) .{0,40}to (?:continue|keep) reading
    you(?:'ve| have) (?:reached|read|used) (?:your|all)\b.{0,40}(?:free|limit|articles)
    unlock (?:this|the (?:full|rest of the)) (?:article|story|post)
    (?:get|unlock) full access to this (?:article|story)
    the (?:rest|remainder) of this (?:article|post|story) is
    purchase (?:a subscription|this article) to (?:read|continue)
    本[文篇](?:内容)?(?:为|是|属于|系)?.{0,6}(?:付费|会员专享|会员专属|订阅者|vip)
    (?:付费|订阅|购买|加入会员)(?:后|之后)?(?:即可|可|才能|以)?(?:继续)?(?:阅读|畅读|查看|解锁)(?:全文|本文|文章|完整|剩余|余下|后续)
    (?:付费|订阅|购买|加入会员)(?:后|之后)?(?:即可|可|才能|以)?继续阅读
    (?:开通|成为).{0,8}(?:会员|vip)(?:后|之后)?(?:即可|可|才能|以)?(?:继续)?(?:阅读|畅读|解锁)(?:全文|本文|文章|剩余|余下)?
    剩余.{0,6}\d+(?:\.\d+)?\s*%.{0,8}(?:付费|订阅|会员|购买|解锁|阅读|未读)
    (?:阅读|查看|解锁)(?:剩余|余下|完整|全部|全文).{0,12}(?:付费|会员|订阅|购买|vip)
    试读(?:已)?结束
    以上为试读
    (?:仅限?|供)(?:会员|订阅用户|付费用户)(?:阅读|查看)
    会員限定(?:の)?(?:記事|コンテンツ)?(?:です|\Z)
    有料会員限定
    有料記事(?:です|\Z)
    残り\s*[\d,]+\s*文字
    この(?:記事|続き)は.{0,12}(?:有料|会員|購読)
    続き(?:を|は).{0,24}(?:会員|登録|購読|ログイン)
    購読者限定
    (?:weiterlesen|weiter lesen) (?:mit|nach|und)
    (?:nur|exklusiv) für .{0,16}(?:abonnent|mitglieder|plus-)
    (?:dieser|der) (?:artikel|inhalt|text|beitrag) ist (?:nur |exklusiv )*(?:für|mit)\b.{0,40}(?:abo|plus|registr)
    (?:abonnieren|abo|registrieren|anmelden)\b.{0,30}(?:und|um) weiter(?:zu)?lesen
    (?:sie haben|schon|bereits) .{0,12}(?:ein )?\w{0,12}abo\b
    (?:la suite|cet article|l'article|article|contenu|la lecture)\b.{0,30}réservée?s? (?:à nos |aux )abonn
    il (?:vous )?reste \d+(?:[.,]\d+)?\s?%
    abonnez-vous (?:pour|et) (?:lire|continuer|poursuivre|accéder|débloquer)
    déjà abonné
    suscr[ií]bete (?:para|y) (?:seguir|continuar|leer|acceder)
    para (?:seguir|continuar) leyendo
    (?:contenido|artículo|noticia) (?:exclusiv|sol|reservad)[oa] (?:para |a )?(?:los )?(?:suscriptores|socios|abonados)
    (?:solo|exclusivo) para suscriptores
    ya (?:soy|eres|es) suscriptor
"""


def _either(table: str, ending: str = "") -> re.Pattern[str]:
    phrases = "|".join(line.strip() for line in table.strip().splitlines())
    return re.compile(f"(?:{phrases}){ending}")


WHOLE = {reason: _either(table, r"[\W_]*\Z") for reason, table in _WHOLE.items()}
"""By reason: what a line is when it says nothing but the wall's name (to be matched from its beginning)."""

OPENING = {reason: _either(table) for reason, table in _OPENING.items()}
"""By reason: how a line begins that only a wall says."""

SUBJECTS = _either(_SUBJECTS)
"""What a wall speaks of, anywhere in a line; articles may speak of it too."""

PAYING = _either(_PAYING)
"""What stands behind a teaser, anywhere in a short line."""

CERTAIN = _either(_CERTAIN)
"""How a line begins that only certain walls say, word for word."""

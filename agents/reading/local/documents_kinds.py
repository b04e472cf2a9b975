"""The usual papers of business, in nine languages: by what title they go, and what stands in them.

Driven by language, not by a bundle: a kind of document that operations configure in one language is told by it in the
others. Words of a phrase are joined by `_`; `*` stands for any end, or beginning, of a word. Below a kind the phrases
of its titles, and after `|` those that stand inside.
"""

from __future__ import annotations

from typing import NamedTuple

from agents.reading.local.documents_papers import PAPERS

TITLES = """
invoice: rechnungskopie* facture_acquittée facture_définitive factura_simplificada factura_proforma verkoopfactuur
    fattura_elettronica fatura_recibo fatura_simplificada 納品請求書 電子发票 电子发票 rechnung reparaturrechnung*
    handwerkerrechnung* schlussrechnung* abschlagsrechnung* teilrechnung* proformarechnung* lieferantenrechnung*
    eingangsrechnung* werkstattrechnung* sammelrechnung* invoice* tax_invoice proforma_invoice pro_forma_invoice
    bill rechnungen facture* facture_pro_forma note_d'honoraires factura facturas minuta_de_honorarios factuur
    facturen fattura fatture parcella fatura faturas nota_fiscal 請求書 ご請求書 发票 增值税专用发票 形式发票
    | invoice_# please_pay_within make_checks_payable remit_to payment_terms nettobetrag ust mwst zu_zahlen
    bitte_überweisen tva total_à_payer échéance iva_incluido importe_total total_factura subtotaal btw
    totaalbedrag totale_fattura totale_documento iva_23 total_ilíquido 消費税 小計 振込先 税额 价税 invoice_no
    invoice_number invoice_date amount_due total_due balance_due bill_to due_date vat_amount net_amount
    rechnungsnummer rechnungs-nr rechnungsdatum rechnungsbetrag zahlbar_bis zahlungsziel leistungszeitraum ust-idnr
    gesamtbetrag numéro_de_facture date_de_facturation total_ttc montant_ht net_à_payer total_ht tva_20
    número_de_factura fecha_de_factura base_imponible total_a_pagar iva_21 factuurnummer factuurdatum te_betalen
    btw-nummer vervaldatum numero_fattura data_fattura imponibile totale_da_pagare scadenza_fattura partita_iva
    número_da_fatura data_da_fatura total_a_pagar valor_total 請求金額 ご請求金額 お支払期限 請求番号 发票号码
    发票代码 价税合计 开票日期
credit_note: credit_note* credit_memo* gutschrift* stornorechnung* rechnungskorrektur avoir note_de_crédit
    facture_d'avoir nota_de_crédito nota_de_abono factura_rectificativa creditnota creditfactuur nota_di_credito
    nota_di_accredito 返金通知書 貸方票 红字发票 贷项通知单
    | credited_amount gutschriftsbetrag montant_de_l'avoir importe_abonado
settlement: expense_report* expense_claim* travel_expenses settlement_statement abrechnung* nebenkostenabrechnung*
    spesenabrechnung* reisekostenabrechnung* note_de_frais décompte* liquidación_de_gastos nota_de_gastos
    hoja_de_gastos declaratie* onkostennota afrekening* nota_spese rendiconto nota_de_despesas 経費精算書 精算書
    报销单 结算单
reminder: payment_reminder reminder_letter dunning_letter final_reminder overdue_notice mahnung* zahlungserinnerung*
    letzte_mahnung lettre_de_relance relance mise_en_demeure rappel_de_paiement recordatorio_de_pago
    carta_de_reclamación_de_pago betalingsherinnering aanmaning sollecito_di_pagamento aviso_de_pagamento
    carta_de_cobrança 督促状 支払督促 催款函 催款通知
    | overdue_amount days_overdue mahngebühr* offener_betrag offene_posten somme_due importe_pendiente
    openstaand_bedrag importo_scaduto valor_em_atraso 未払い金額 逾期金额
quote: unser_angebot ihr_angebot offert price_offer bid_proposal proposal proposition_de_prix propuesta_económica
    presupuesto_nº prijsaanbieding prijsaanvraag proposta_economica proposta_de_preço 御見積 价格表_报价 quotation*
    quote estimate cost_estimate price_quotation offer angebot* kostenvoranschlag* preisangebot devis offre_de_prix
    proposition_commerciale presupuesto* cotización* oferta_económica offerte* prijsopgave preventivo preventivi
    offerta_economica orçamento* proposta_comercial 見積書 お見積書 御見積書 报价单 报价书
    | we_are_pleased_to_offer this_quotation bieten_wir_ihnen halten_wir_uns_bis angebotssumme
    nous_avons_le_plaisir_de_vous_proposer este_presupuesto_tiene deze_offerte deze_aanbieding
    il_presente_preventivo esta_proposta valid_until quotation_no quote_valid angebotsnummer angebot_gültig
    gültig_bis freibleibend validité_de_l'offre bon_pour_accord validez_de_la_oferta presupuesto_nº geldig_tot
    offertenummer validità_dell'offerta validade_da_proposta 見積有効期限 見積金額 报价有效期
order: sales_order order_no our_order bestellauftrag kaufauftrag einkaufsbestellung ordre_d'achat orden_de_pedido
    hoja_de_pedido opdracht opdrachtbevestiging ordine ordine_cliente encomenda pedido_nº 発注依頼書 订货单
    purchase_order* order_form work_order po_number bestellung* auftrag bestellschein bon_de_commande commande
    orden_de_compra pedido* pedido_de_compra inkooporder bestelling* bestelbon ordine_d'acquisto ordine_di_acquisto
    ordem_de_compra nota_de_encomenda 注文書 発注書 采购订单 订购单
    | please_supply deliver_to wir_bestellen bitte_liefern_sie nous_vous_commandons rogamos_suministren
    wij_bestellen vogliate_fornirci agradecemos_o_fornecimento 下記の通り注文 发货地址 ship_to delivery_date
    order_quantity requested_by bestellnummer bestelldatum liefertermin lieferanschrift date_de_livraison_souhaitée
    numéro_de_commande fecha_de_entrega número_de_pedido leverdatum bestelnummer data_di_consegna numero_ordine
    data_de_entrega 納期 発注日 注文番号 采购单号 交货日期
order_confirmation: order_confirmation* order_acknowledgement auftragsbestätigung* bestellbestätigung*
    confirmation_de_commande accusé_de_réception_de_commande confirmación_de_pedido orderbevestiging*
    conferma_d'ordine conferma_ordine confirmação_de_encomenda confirmação_do_pedido 注文請書 注文確認書 订单确认书
    | we_confirm_your_order wir_bestätigen_ihren_auftrag nous_confirmons_votre_commande
delivery_note: proof_of_delivery pod delivery_receipt abliefernachweis empfangsschein bon_de_réception
    bordereau_de_réception albarán_de_entrega nota_de_remisión afleverbon ontvangstbewijs_goederen bolla
    documento_di_consegna nota_de_entrega auto_de_entrega 受領書 配送单 签收单 delivery_note* delivery_slip
    packing_slip dispatch_note goods_received_note lieferschein* warenbegleitschein bon_de_livraison
    bordereau_de_livraison albarán albaranes nota_de_entrega leverbon* pakbon* vrachtbrief_levering
    documento_di_trasporto bolla_di_consegna ddt guia_de_remessa guia_de_transporte 納品書 送货单 发货单
    | delivered_to received_by ware_vollständig gelieferte_ware quantité_commandée mercancía_entregada
    ontvangen_door destinatario firma_del_destinatario firma_del_conducente assinatura_do_destinatário
    納品いたしました 下記の通り納品 delivered_quantity received_in_good_condition qty_delivered goods_received
    gelieferte_menge ware_erhalten empfangsbestätigung quantité_livrée marchandise_reçue cantidad_entregada
    recibí_conforme geleverd_aantal in_goede_orde_ontvangen quantità_consegnata quantidade_entregue 納品数量
    受領印 签收人 收货人签字
packing_list: packing_list* packliste* liste_de_colisage lista_de_empaque lista_de_bultos paklijst* lista_colli
    packing_list_di lista_de_embalagem romaneio パッキングリスト 梱包明細書 装箱单
    | gross_weight net_weight no_of_packages carton_no bruttogewicht packstücke colis_n° poids_brut peso_bruto
    brutogewicht collinummer 総重量 梱包数 毛重 箱数
waybill: ocean_transport ocean_bill seaway_bill cim speditionsauftrag* lettre_de_transport guía_aérea carta_porte
    cmr-vrachtbrief bolla_di_carico carta_de_porte_internacional guia_aérea 海上貨物運送状 海运提单 空运单
    bill_of_lading waybill air_waybill sea_waybill consignment_note cmr frachtbrief* konnossement* lettre_de_voiture
    connaissement conocimiento_de_embarque carta_de_porte vrachtbrief* cognossement polizza_di_carico
    lettera_di_vettura conhecimento_de_embarque 船荷証券 貨物運送状 提单 运单
    | container_no place_of_delivery carrier verlader spediteur transporteur_routier expéditeur lugar_de_carga
    afzender vervoerder mittente vettore expedidor transportador 船名 集装箱号 承运人 port_of_loading
    port_of_discharge notify_party shipper consignee vessel absender_frachtführer ladehafen port_de_chargement
    puerto_de_carga laadhaven porto_di_imbarco porto_de_embarque 船積港 装货港 收货人 发货人
customs: single_administrative_document sad export_accompanying import_entry t1_document einfuhranmeldung
    einheitspapier document_administratif_unique dau ex_1 documento_único_administrativo enig_document
    documento_amministrativo_unico documento_administrativo_único 通関書類 进出口报关 customs_declaration*
    import_declaration export_declaration zollanmeldung* ausfuhranmeldung* zollerklärung* ausfuhrbegleitdokument
    déclaration_en_douane déclaration_d'exportation declaración_aduanera dua despacho_aduanero douaneaangifte*
    uitvoeraangifte* dichiarazione_doganale bolletta_doganale declaração_aduaneira 輸出申告書 輸入申告書 報關單
    报关单
    | declarant tariff_code statistical_value anmelder zolltarifnummer statistischer_wert valeur_en_douane
    bureau_de_douane valor_estadístico aduana_de_salida douanewaarde kantoor_van_uitvoer valore_statistico
    ufficio_doganale valor_estatístico estância_aduaneira 税関 海关 commodity_code hs_code country_of_origin
    customs_value warennummer ursprungsland zollwert code_douanier pays_d'origine partida_arancelaria goederencode
    codice_doganale código_pautal 原産国 海关编号 原产国
receipt: receipt* payment_receipt sales_receipt till_receipt proof_of_payment quittung* kassenbon* zahlungsbeleg*
    zahlungsnachweis* einzahlungsbeleg* reçu quittance* ticket_de_caisse preuve_de_paiement recibo* ticket_de_compra
    comprobante_de_pago justificante_de_pago kassabon* kwitantie* betalingsbewijs* betaalbewijs* ricevuta*
    scontrino* contabile_di_pagamento comprovativo_de_pagamento comprovante_de_pagamento talão 領収書 領収証
    レシート 振込明細書 收据 付款凭证 转账凭证
    | received_with_thanks amount_received paid_by_card payment_received change_given betrag_erhalten bar_bezahlt
    überweisung_ausgeführt auftrag_ausgeführt reçu_la_somme_de payé_par recibí_de pagado_con importe_recibido
    ontvangen_van betaald_met ricevuto_da pagato_con recebi_de pago_com 上記正に領収いたしました 兹收到 转账成功
bank_statement: 取引明細 account_activity transaction_history transaction_list kontoübersicht umsatzliste umsätze
    kontobewegungen relevé_des_opérations liste_des_opérations movimientos detalle_de_movimientos
    transactieoverzicht bij-_en_afschrijvingen lista_movimenti movimenti_conto movimentos lista_de_movimentos
    入出金明細 交易流水 账户流水 statement_of_your_account extracto bank_statement* account_statement*
    statement_of_account monthly_statement kontoauszug* bankauszug* umsatzübersicht kontoübersicht
    relevé_de_compte relevé_bancaire extrait_de_compte extracto_bancario extracto_de_cuenta estado_de_cuenta
    movimientos_de_cuenta bankafschrift* rekeningafschrift* rekeningoverzicht* estratto_conto extrato_bancário
    extrato_de_conta 取引明細書 残高証明書 預金通帳 口座明細 银行对账单 银行流水 账户明细 交易明细
    | beginning_balance ending_balance previous_balance new_balance deposits_and withdrawals available_balance
    account_summary umsätze_vom saldo_per solde_au crédits_du_compte saldo_a saldo_al saldo_per_ultimo
    saldo_disponibile saldo_disponível saldo_contabilístico rekeningnummer opening_balance closing_balance
    balance_brought_forward paid_in paid_out sort_code statement_period running_balance anfangssaldo endsaldo
    alter_saldo neuer_saldo buchungstag wertstellung haben soll kontostand_am solde_initial solde_final ancien_solde
    nouveau_solde date_de_valeur débit_crédit saldo_inicial saldo_final saldo_anterior fecha_valor
    saldo_disponible beginsaldo eindsaldo oud_saldo nieuw_saldo bij_af saldo_iniziale saldo_finale data_valuta
    dare_avere saldo_contabile data-valor 前月繰越 差引残高 お預り金額 お支払金額 期初余额 期末余额 账户余额
    交易日期
bank_details: account_verification_letter proof_of_account bank_letter kontonachweis* bankbestätigung*
    attestation_de_titularité certificado_bancario certificado_de_cuenta bankverklaring attestazione_iban
    lettera_bancaria declaração_bancária comprovativo_de_titularidade 口座証明 开户证明 bank_details
    account_details voided_check void_cheque cancelled_cheque bank_confirmation_letter bankverbindung*
    kontobestätigung* relevé_d'identité_bancaire rib certificado_de_titularidad titularidad_de_cuenta
    datos_bancarios bankgegevens coordinate_bancarie comprovativo_de_iban dados_bancários 口座情報 振込先口座
    开户许可证 银行账户信息
    | is_the_holder_of_the_account ist_inhaber_des_kontos est_titulaire_du_compte es_titular_de_la_cuenta
    is_rekeninghouder è_titolare_del_conto é_titular_da_conta account_holder titulaire_du_compte code_banque
    code_guichet clé_rib titular_de_la_cuenta kontoinhaber rekeninghouder intestatario_del_conto titular_da_conta
    口座名義 开户银行 开户行
direct_debit: direct_debit_mandate sepa_mandate sepa_direct_debit sepa-lastschriftmandat* einzugsermächtigung*
    mandat_de_prélèvement mandat_sepa autorisation_de_prélèvement orden_de_domiciliación mandato_sepa
    adeudo_directo machtiging_sepa sepa-machtiging incassomachtiging* mandato_di_addebito
    autorizzazione_all'addebito autorização_de_débito_direto 口座振替依頼書 自动扣款授权书
    | creditor_identifier mandate_reference gläubiger-identifikationsnummer mandatsreferenz identifiant_créancier
    référence_unique_du_mandat identificador_del_acreedor referencia_del_mandato incassant_id kenmerk_machtiging
    codice_identificativo_creditore referência_da_autorização
contract: contract_for_services consultancy_agreement purchase_agreement distribution_agreement loan_agreement
    partnership_agreement kooperationsvertrag* kaufvertrag* werkvertrag* liefervertrag* beratervertrag*
    darlehensvertrag* contrat_de_vente contrat_de_prêt contrat_de_partenariat contrat_cadre contrato_de_compraventa
    contrato_de_suministro contrato_de_préstamo overeenkomst_van_opdracht koopovereenkomst* raamovereenkomst*
    contratto_di_appalto contratto_di_vendita contratto_di_fornitura contrato_de_compra_e_venda
    contrato_de_fornecimento 売買契約書 取引基本契約書 采购合同 买卖合同 合作协议 contract contracts agreement
    agreements service_agreement framework_agreement master_agreement signed_contract supply_agreement vertrag
    verträge *vertrag vereinbarung* rahmenvereinbarung contrat contrats convention accord_cadre
    contrat_de_prestation contrato contratos convenio acuerdo_marco contrato_de_servicios contract_ overeenkomst*
    dienstverleningsovereenkomst contratto contratti accordo_quadro acordo contrato_de_prestação 契約書
    業務委託契約書 基本契約書 合意書 合同 合同书 协议书 服务合同 框架协议
    | between_the_parties in_witness terms_and_conditions_of_this zwischen_den_parteien wird_folgender_vertrag
    entre_les_soussignés entre_: article_1 entre_las_partes cláusulas de_ondergetekenden komen_het_volgende
    tra_le_parti si_stipula entre_as_partes cláusula_primeira 契約を締結 签订本合同 一式两份 hereinafter
    hereby_agree the_parties_agree governing_law witness_whereof entire_agreement term_of_this_agreement
    nachfolgend_genannt vertragsparteien vertragsgegenstand vertragslaufzeit gerichtsstand salvatorische_klausel
    il_a_été_convenu ci-après_dénommé objet_du_contrat durée_du_contrat les_parties_conviennent
    droit_applicable reunidos_de_una_parte en_adelante_denominado objeto_del_contrato las_partes_acuerdan
    duración_del_contrato jurisdicción hierna_te_noemen komen_overeen duur_van_de_overeenkomst toepasselijk_recht
    di_seguito_denominato si_conviene oggetto_del_contratto durata_del_contratto foro_competente adiante_designado
    as_partes_acordam objeto_do_contrato duração_do_contrato foro_da_comarca 甲と乙 以下「甲」という 契約期間 準拠法
    甲方 乙方 双方协商一致 合同期限 违约责任
amendment: amendment* addendum contract_amendment variation_agreement nachtrag* vertragsänderung*
    zusatzvereinbarung* ergänzungsvereinbarung* avenant* adenda* anexo_al_contrato modificación_del_contrato
    addendum_bij wijziging_overeenkomst contractwijziging* atto_integrativo appendice_contrattuale
    modifica_contrattuale aditamento* termo_aditivo 変更契約書 覚書 补充协议 变更协议
    | remain_in_full_force amends_the_agreement bleiben_unberührt reste_inchangé permanecen_inalteradas
lease: assured_shorthold_tenancy residential_lease commercial_lease sublease mietvereinbarung gewerbemietvertrag*
    wohnraummietvertrag* contrat_de_sous-location bail_d'habitation arrendamiento_de_vivienda arrendamiento
    huurovereenkomst_woonruimte huur locazione_ad_uso affitto arrendamento_para_habitação arrendamento
    定期建物賃貸借 房屋出租 lease lease_agreement tenancy_agreement rental_agreement rental_contract mietvertrag*
    pachtvertrag* untermietvertrag* bail contrat_de_location contrat_de_bail bail_commercial
    contrato_de_arrendamiento contrato_de_alquiler huurovereenkomst* huurcontract* contratto_di_locazione
    contratto_di_affitto contrato_de_arrendamento contrato_de_aluguel contrato_de_locação 賃貸借契約書 賃貸契約書
    租赁合同 租房合同 房屋租赁合同
    | rent_payable per_calendar_month lessor lessee mieterin vermieterin nebenkosten nettomiete charges_locatives
    locataire bailleur la_renta el_arrendador het_gehuurde servicekosten il_locatore il_conduttore
    canone_di_locazione a_renda o_senhorio 賃貸借 借主 貸主 租赁期限 房东 landlord tenant monthly_rent
    security_deposit premises vermieter mieter kaltmiete kaution mietsache mieträume le_bailleur le_locataire
    loyer_mensuel dépôt_de_garantie arrendador arrendatario renta_mensual fianza verhuurder huurder huurprijs
    waarborgsom locatore conduttore canone_mensile deposito_cauzionale senhorio inquilino arrendatário renda_mensal
    caução 賃貸人 賃借人 賃料 敷金 出租方 承租方 租金 押金
employment_contract: offer_of_employment offer_letter anstellung arbeitsverhältnis contrat_à_durée_indéterminée
    contrat_à_durée_déterminée cdi cdd contrato_indefinido contrato_temporal contrato_laboral
    arbeidsovereenkomst_voor contratto_a_tempo contrato_de_trabalho_a_termo 採用通知書 入职合同 employment_contract
    contract_of_employment employment_agreement arbeitsvertrag* dienstvertrag* anstellungsvertrag*
    contrat_de_travail contrato_de_trabajo arbeidsovereenkomst* arbeidscontract* contratto_di_lavoro
    lettera_di_assunzione contrato_de_trabalho 雇用契約書 労働契約書 労働条件通知書 劳动合同 聘用合同
    | employee employer notice_period beginn_des_arbeitsverhältnisses vergütung urlaub rémunération_brute
    durée_du_travail jornada_laboral salario_bruto_anual functie dienstverband retribuzione_annua orario_di_lavoro
    retribuição_mensal local_de_trabalho 賃金 労働時間 甲方(用人单位) 工作地点 job_title probationary_period
    annual_leave working_hours arbeitnehmer arbeitgeber probezeit urlaubsanspruch le_salarié l'employeur
    période_d'essai congés_payés el_trabajador la_empresa_contrata periodo_de_prueba werknemer werkgever
    proeftijd periodo_di_prova ferie_annuali período_experimental trabalhador 試用期間 就業場所 用人单位 试用期
nda: confidentiality_undertaking verschwiegenheitserklärung* geheimhaltungserklärung* engagement_de_confidentialité
    compromiso_de_confidencialidad verklaring_van_geheimhouding patto_di_riservatezza
    compromisso_de_confidencialidade 機密保持契約 保密承诺书 non-disclosure_agreement nondisclosure_agreement
    confidentiality_agreement nda geheimhaltungsvereinbarung* vertraulichkeitsvereinbarung*
    accord_de_confidentialité acuerdo_de_confidencialidad geheimhoudingsovereenkomst* geheimhoudingsverklaring*
    accordo_di_riservatezza acordo_de_confidencialidade 秘密保持契約書 保密协议
    | the_disclosing the_receiving purpose_of_disclosure confidential_information receiving_party disclosing_party
    vertrauliche_informationen informations_confidentielles información_confidencial vertrouwelijke_informatie
    informazioni_riservate informações_confidenciais 秘密情報 保密信息
termination: cancellation cancellations storno stornierung* annulation annulering* annullering* cancellazione
    anulación cancelación cancelamento cancellation_of_contract cancellation_of_my termination_of_agreement
    vertragskündigung kündigung_meines kündigung_des résiliation_de résiliation_du rescisión_de
    solicitud_de_baja_de cancelación_de opzegging_van beëindiging recesso disdetta_del rescisão_de cancelamento_de
    解約申込書 取消合同 notice_of_termination termination_letter letter_of_resignation cancellation_letter
    notice_of_cancellation notice_to_quit kündigung* kündigungsschreiben* lettre_de_résiliation résiliation*
    lettre_de_démission carta_de_rescisión carta_de_baja solicitud_de_baja preaviso opzegging* opzeggingsbrief*
    ontslagbrief* lettera_di_disdetta disdetta* lettera_di_dimissioni carta_de_rescisão denúncia_do_contrato
    carta_de_demissão 解約通知書 解約届 退職届 解除合同通知书 终止通知 辞职信
    | hiermit_stornieren hiermit_storniere nous_annulons annuleren_wij annulliamo anulamos 取り消します
    i_wish_to_cancel i_am_writing_to_cancel cancel_my_contract kündige_ich kündigen_wir zum_nächstmöglichen
    résilier_mon résilier_notre souhaite_résilier rescindir_el deseo_dar_de_baja dar_de_baja wil_ik_opzeggen
    opzeggen_per beëindigen_per recedere_dal disdire_il rescindir_o cancelar_o_contrato 解約を申し hereby_terminate
    give_notice_of hiermit_kündige hiermit_kündigen fristgerecht_zum nous_résilions je_résilie
    por_la_presente_comunico_mi doy_por_terminado zeg_ik_op zeggen_wij_op con_la_presente_disdico
    com_a_presente_disdetta venho_por_este_meio_rescindir 解約いたします 现通知贵方解除
"""

MODIFIERS = """
signed: signed countersigned fully_executed executed_copy unterschrieben* unterzeichnet* gegengezeichnet* signé signée
    signés signées contresigné firmado firmada firmados firmadas getekend* ondertekend* firmato firmata firmati
    firmate controfirmat* assinado assinada assinados assinadas 署名済 押印済 捺印済 已签 签署 盖章
draft: draft drafts entwurf entwürfe vorabversion projet_de ébauche brouillon borrador concept bozza rascunho minuta
    草案 ドラフト 案文 草稿
"""


class Kind(NamedTuple):
    """A usual paper: phrases of its titles, and phrases that stand inside it."""

    name: str
    titles: tuple[str, ...]
    inside: tuple[str, ...]


def _read(text: str) -> tuple[Kind, ...]:
    found: list[Kind] = []
    for block in text.strip().split("\n"):
        if not block.startswith(" "):
            name, _, rest = block.partition(":")
            found.append(Kind(name, (), ()))
        else:
            rest = block
        last = found[-1]
        titles, bar, inside = rest.partition("|")
        if last.inside or rest.lstrip().startswith("|"):
            found[-1] = Kind(last.name, last.titles, last.inside + _phrases(inside if bar else rest))
        else:
            found[-1] = Kind(last.name, last.titles + _phrases(titles), _phrases(inside))
    return tuple(found)


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(word.replace("_", " ").strip() for word in text.split())


KINDS = _read(TITLES) + _read(PAPERS)
"""All of them."""

BROADER = {
    "contract": frozenset({"lease", "employment_contract", "nda", "amendment", "articles", "insurance_policy"}),
    "invoice": frozenset({"address_proof", "reminder", "credit_note", "receipt"}),
    "quote": frozenset({"repair_estimate"}),
    "certificate": frozenset({"medical", "civil_record", "tax_certificate"}),
}
"""A paper → the nearer ones that may go by its title, too: what stands inside tells these."""

NEARER = {
    "contract": ("lease", "employment_contract", "nda", "amendment"),
    "quote": ("repair_estimate",),
    "invoice": ("address_proof",),
    "id_card": ("passport", "residence_permit", "driving_licence"),
}
"""A paper → those that are one, too: a kind that means it takes them where no other kind does."""

STATES = _read(MODIFIERS)
"""What is said of a paper of any kind: that it is signed, or not yet what it is to become."""

VAGUE = frozenset({"letter", "report", "photo", "application", "contract"})
"""Usual papers whose words say little against another kind."""

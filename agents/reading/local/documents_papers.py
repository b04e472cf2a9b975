"""Papers about persons, firms, taxes, insurance, health and vehicles, in nine languages; see `documents_kinds`."""

PAPERS = """
id_card: documento_di_identità documento_de_identidade documento_d_identità identity_document
    identification_document identitätsnachweis* ausweisdokument* ausweis legitimation* justificatif_d'identité
    documento_identificativo identificatie legitimatiebewijs* documento_di_riconoscimento documento_de_identificação
    本人確認書類 身分証 身份证件 cni identity_card id_card national_id photo_id personalausweis* ausweiskopie*
    carte_d'identité pièce_d'identité carte_nationale_d'identité documento_de_identidad
    documento_nacional_de_identidad dni nie identiteitskaart* identiteitsbewijs* id-bewijs carta_d'identità
    documento_d'identità cartão_de_cidadão bilhete_de_identidade documento_de_identidade 身分証明書
    マイナンバーカード 身份证 居民身份证
    | nationality_british republik_deutschland bundesrepublik république_française nom_d'usage apellidos
    nacionalidad_esp achternaam voornamen cognome_nome luogo_e_data_di_nascita apelido nome_próprio 氏名_生年月日
    性别 住址 date_of_birth place_of_birth nationality date_of_expiry geburtsdatum staatsangehörigkeit gültig_bis
    date_de_naissance nationalité fecha_de_nacimiento nacionalidad geboortedatum nationaliteit data_di_nascita
    cittadinanza data_de_nascimento nacionalidade 生年月日 出生 民族 公民身份号码
passport: passport* passport_copy reisepass* passkopie* passeport* pasaporte* paspoort* passaporto passaporte*
    パスポート 旅券 护照
    | type_p passport_no passnummer passport_number pass-nr n°_de_passeport número_de_pasaporte paspoortnummer
    date_of_issue authority 旅券番号 护照号码
driving_licence: driving_licence driving_license driver's_license driver_license führerschein* fahrerlaubnis*
    permis_de_conduire permiso_de_conducir carné_de_conducir licencia_de_conducir rijbewijs* patente_di_guida
    carta_de_condução carteira_de_motorista 運転免許証 驾驶证 驾照
    | licence_no categories_of_vehicles klassen 4a_4b 准驾车型 免許の種類
residence_permit: residence_permit work_permit visa aufenthaltstitel* aufenthaltserlaubnis* arbeitserlaubnis*
    titre_de_séjour carte_de_séjour permiso_de_residencia permiso_de_trabajo verblijfsvergunning* werkvergunning*
    permesso_di_soggiorno autorização_de_residência visto 在留カード 居留许可 工作许可证
address_proof: registration_certificate_of_address bank_letter_address meldezettel attestation_de_domicile
    volante_de_empadronamiento energierekening bevestiging_inschrijving bolletta_elettrica
    autocertificazione_di_residenza atestado_de_residência 公共料金 物业费单 electricity_bill gas_bill water_bill
    energy_bill stromrechnung* gasrechnung* facture_d'électricité facture_de_gaz facture_d'eau facture_d'énergie
    factura_de_la_luz factura_de_electricidad factura_del_agua energienota bolletta_della_luce bolletta_del_gas
    bolletta fatura_de_eletricidade fatura_da_luz fatura_da_água 電気料金 ガス料金 电费单 水费单 proof_of_address
    proof_of_residence utility_bill council_tax_bill meldebescheinigung* meldebestätigung* adressnachweis*
    justificatif_de_domicile attestation_d'hébergement certificado_de_empadronamiento comprobante_de_domicilio
    justificante_de_domicilio bewijs_van_adres uittreksel_brp certificato_di_residenza comprovativo_de_morada
    comprovante_de_residência 住民票 居住证明 住址证明
    | electricity gas_supply water_supply standing_charge arbeitspreis grundpreis_strom verbrauch_in_kwh
    lieu_de_consommation abonnement_électricité potencia_contratada consumo_en levering_elektriciteit verbruik
    fornitura_di_energia consumo_in local_de_consumo leitura 使用量 水道料金 用水量 kwh meter_reading supply_address
    zählerstand verbrauchsabrechnung consommation_kwh lectura_del_contador meterstand lettura_contatore
    leitura_do_contador 電気ご使用量 用电量
civil_record: birth_certificate* marriage_certificate* death_certificate* geburtsurkunde* heiratsurkunde*
    eheurkunde* sterbeurkunde* acte_de_naissance acte_de_mariage acte_de_décès livret_de_famille
    certificado_de_nacimiento partida_de_nacimiento certificado_de_matrimonio certificado_de_defunción
    libro_de_familia geboorteakte* huwelijksakte* overlijdensakte* atto_di_nascita certificato_di_nascita
    certificato_di_matrimonio certificato_di_morte certidão_de_nascimento certidão_de_casamento certidão_de_óbito
    出生証明書 戸籍謄本 婚姻証明書 死亡診断書 出生证明 结婚证 死亡证明
    | registrar registration_district standesamt officier_de_l'état_civil registro_civil burgerlijke_stand
    ufficiale_dello_stato_civile conservatória_do_registo_civil 本籍 户籍
company_register: companies_house certificate_of_good_standing business_licence business_license firmenbuch
    gewerbeschein* registre_du_commerce avis_de_situation_sirene kamer_van_koophandel camera_di_commercio visura
    registo_comercial 現在事項証明書 登記簿 企业信用信息 register_extract* company_register commercial_register
    certificate_of_incorporation certificate_of_registration trade_register handelsregisterauszug* registerauszug*
    gewerbeanmeldung* firmenbuchauszug* extrait_kbis kbis extrait_du_registre nota_simple registro_mercantil
    escritura_de_constitución uittreksel_kamer_van_koophandel kvk-uittreksel* uittreksel_kvk visura_camerale
    certidão_permanente certidão_do_registo_comercial 登記簿謄本 登記事項証明書 履歴事項全部証明書 营业执照 工商登记
    | handelsregister nummer_der_firma geschäftsführer sitz_der_gesellschaft grund-_oder_stammkapital
    dénomination_ou_raison_sociale forme_juridique denominación_social forma_jurídica rechtspersoon
    statutaire_naam geplaatst_kapitaal forma_giuridica denominazione natureza_jurídica 資本金の額 法人番号 经营范围
    成立日期 company_number registered_office date_of_incorporation hrb amtsgericht stammkapital
    immatriculation_au_rcs capital_social domicilio_social kvk-nummer capitale_sociale numero_rea
    matrícula_na_conservatória 会社法人等番号 商号 统一社会信用代码 注册资本 法定代表人
articles: constitution_of partnership_deed shareholders_agreement statuten_der_gesellschaft statuts_de_la_société
    pacto_social escritura_social acte_van_oprichting statuto pacto_social articles_of_association
    articles_of_incorporation memorandum_of_association bylaws operating_agreement gesellschaftsvertrag* satzung
    statuts estatutos_sociales estatutos statuten oprichtingsakte* statuto_sociale atto_costitutivo contrato_social
    estatutos_da_sociedade 定款 公司章程
    | allotment_of_shares stammeinlage geschäftsanteile parts_sociales participaciones quote_sociali quotas
    shareholders share_capital gesellschafterversammlung assemblée_générale junta_general aandeelhouders
    assemblea_dei_soci assembleia_geral 株主総会 股东会
power_of_attorney: letter_of_appointment broker_of_record broker_mandate mandate mandat mandaat lettre_de_mandat
    carta_de_nombramiento lettera_di_incarico carta_de_mandato authorisation_letter authorization_letter
    mandate_letter bevollmächtigung* ermächtigung* pouvoir_spécial autorización_de_representación apoderamiento
    machtigingsformulier* delega_a atto_di_procura mandato autorização_de_representação 委任書 委任契約 委托函
    power_of_attorney letter_of_authority letter_of_authorisation letter_of_authorization proxy_form vollmacht*
    procuration* mandat_de_représentation pouvoir poder_notarial carta_poder autorización volmacht* machtiging
    procura delega procuração declaração_de_autorização 委任状 授权委托书 授权书
    | to_act_on_my_behalf in_my_name to_represent_me in_meinem_namen zu_vertreten agir_en_mon_nom me_représenter
    para_que_me_represente en_mi_nombre mij_te_vertegenwoordigen namens_mij rappresentarmi in_mio_nome
    para_me_representar em_meu_nome 代理人と定め 代为办理 hereby_authorise hereby_authorize hereby_appoint
    bevollmächtige bevollmächtigt_hiermit donne_pouvoir autorizo_a otorgo_poder machtig_hierbij verleent_volmacht
    delego_il autorizza_il constituo_meu_procurador 委任します 兹授权 兹委托
tax_certificate: w-9 w-8ben w-8 tax_residency_certificate certificate_of_residence vat_certificate vat_registration
    freistellungsbescheinigung* ansässigkeitsbescheinigung* unbedenklichkeitsbescheinigung*
    nachweis_unternehmereigenschaft attestation_fiscale attestation_de_régularité_fiscale
    certificado_de_residencia_fiscal certificado_de_estar_al_corriente verklaring_betalingsgedrag btw-verklaring
    certificato_di_residenza_fiscale durc certidão_de_não_dívida declaração_de_situação_tributária 納税証明書
    完税证明 税务登记证
    | taxpayer_identification_number request_for_taxpayer steuernummer finanzamt numéro_fiscal agencia_tributaria
    belastingdienst agenzia_delle_entrate autoridade_tributária 税務署 税务局
tax_return: form_1040 tax_computation sa302 notice_of_assessment bescheid_für einkommensteuer
    déclaration_des_revenus impôt_sur_le_revenu declaración_irpf modelo_100 aangifte_inkomstenbelasting
    definitieve_aanslag voorlopige_aanslag certificazione_unica dichiarazione_iva liquidação_de_irs
    demonstração_de_liquidação declaração_modelo_3 所得税 課税証明書 个人所得税完税 tax_return* tax_assessment
    income_tax_return steuererklärung* steuerbescheid* einkommensteuerbescheid* avis_d'imposition avis_d'impôt
    déclaration_de_revenus déclaration_d'impôts declaración_de_la_renta declaración_de_impuestos
    belastingaangifte* aanslag_inkomstenbelasting aanslagbiljet dichiarazione_dei_redditi modello_730
    declaração_de_irs declaração_de_imposto_de_renda nota_de_liquidação 確定申告書 源泉徴収票 纳税申报表
    | total_tax filing_status refund_due einkommensteuer es_werden_festgesetzt solidaritätszuschlag_und
    nombre_de_parts montant_de_votre_impôt cuota_líquida cuota_diferencial verzamelinkomen te_betalen_belasting
    imposta_netta imposta_lorda coleta_líquida valor_a_reembolsar taxable_income adjusted_gross_income
    zu_versteuerndes_einkommen festgesetzte_steuer revenu_fiscal_de_référence revenu_imposable base_liquidable
    belastbaar_inkomen reddito_imponibile rendimento_coletável 課税所得 应纳税所得额
payslip: earnings_statement pay_advice wage_statement lohnschein bezügemitteilung salaire_du_mois hoja_de_salario
    recibo_individual_justificativo verloningsstrook prospetto_paga listino_paga demonstrativo_de_pagamento 賃金明細
    支給明細書 薪资单 薪酬明细 給与支給明細書 abrechnung_der_brutto bezügeabrechnung* payslip* pay_slip* pay_stub*
    paystub* salary_slip wage_slip lohnabrechnung* gehaltsabrechnung* entgeltabrechnung* verdienstabrechnung*
    lohnzettel gehaltszettel bulletin_de_paie bulletin_de_salaire fiche_de_paie nómina* recibo_de_salario
    recibo_de_nómina loonstrook* salarisstrook* loonbrief* salarisspecificatie* busta_paga cedolino*
    recibo_de_vencimento folha_de_pagamento holerite contracheque 給与明細 給与明細書 給与支払明細 工资单 工资条
    | basic_salary basic_pay deductions pay_period hours_worked pay_date grundgehalt lohnsteuer solidaritätszuschlag
    krankenversicherung rentenversicherung salaire_de_base csg bulletin devengos deducciones irpf retenciones
    salario_base basissalaris periodeloon bruto_per_maand paga_base ritenute trattenute irpef
    subsídio_de_alimentação salário_base descontos 基本給 所得税 支給額 控除額 基本工资 个人所得税 养老保险
    gross_pay net_pay national_insurance tax_code year_to_date bruttolohn nettolohn auszahlungsbetrag steuerklasse
    sozialversicherung gesamtbrutto salaire_brut net_à_payer_avant_impôt net_imposable cotisations_salariales
    salario_bruto líquido_a_percibir total_devengado seguridad_social brutoloon nettoloon loonheffing
    retribuzione_lorda netto_in_busta contributi_previdenziali vencimento_base remuneração_líquida desconto_irs
    総支給額 差引支給額 健康保険料 厚生年金 应发工资 实发工资 社保
accounts: statement_of_financial_position management_accounts trading_account summen-_und_saldenliste
    jahresbericht_finanzen comptes_sociaux états_financiers balance_general estado_de_situación financieel_verslag
    balans_en situazione_patrimoniale bilancio_d'esercizio demonstrações_financeiras balancete 貸借 会计报表
    annual_accounts financial_statements balance_sheet profit_and_loss income_statement annual_report
    jahresabschluss* bilanz gewinn-_und_verlustrechnung betriebswirtschaftliche_auswertung bwa comptes_annuels bilan
    compte_de_résultat liasse_fiscale cuentas_anuales balance_de_situación cuenta_de_resultados jaarrekening*
    balans winst-_en_verliesrekening bilancio conto_economico stato_patrimoniale contas_anuais balanço
    demonstração_de_resultados 決算書 貸借対照表 損益計算書 财务报表 资产负债表 利润表
    | net_assets creditors_amounts gewinnvortrag verbindlichkeiten umsatzerlöse produits_d'exploitation
    résultat_net activo_no_corriente resultado_del_ejercicio vlottende_activa resultaat_na patrimonio_netto_e
    utile_d'esercizio resultado_líquido 負債の部 当期純利益 流动资产 净利润 total_assets fixed_assets
    current_liabilities shareholders'_equity anlagevermögen umlaufvermögen eigenkapital bilanzsumme
    actif_immobilisé capitaux_propres total_de_l'actif activo_corriente patrimonio_neto vaste_activa eigen_vermogen
    totale_attivo patrimonio_netto ativo_corrente capital_próprio 資産の部 純資産 资产总计 所有者权益
insurance_policy: insurance_schedule evidence_of_insurance policy_document nachtrag_zum_versicherungsschein
    versicherungsurkunde* contrat_d'assurance mémo_véhicule_assuré condiciones_particulares seguro_de
    groene_kaart certificato_assicurativo condições_particulares 保険契約証 保险合同 insurance_policy
    insurance_certificate certificate_of_insurance policy_schedule cover_note versicherungsschein*
    versicherungspolice* versicherungsbestätigung* versicherungsnachweis* police_d'assurance attestation_d'assurance
    conditions_particulières póliza* certificado_de_seguro verzekeringspolis* polisblad* verzekeringsbewijs*
    polizza* certificato_di_assicurazione apólice* certificado_de_seguro carta_verde 保険証券 保険証書 保险单 保单
    | policy_no effective_date sum_assured cover_limit deductible versicherungsbeginn versicherungsdauer
    jahresbeitrag période_de_garantie garanties_souscrites capital_asegurado vigencia_de_la_póliza
    ingangsdatum_verzekering decorrenza targa_assicurata capital_seguro início_do_contrato 被保険者 保険料 保险期间
    保险费 policy_number policyholder sum_insured insured_period premium versicherungsnehmer versicherungssumme
    prämie selbstbeteiligung souscripteur numéro_de_police prime_annuelle franchise tomador_del_seguro prima_anual
    suma_asegurada verzekeringnemer verzekerd_bedrag eigen_risico contraente massimale premio_annuo
    tomador_do_seguro prémio_anual 保険契約者 保険金額 保険期間 投保人 保险金额 被保险人
claim_form: incident_notification property_claim travel_claim schadensanzeige* unfallbericht* unfallmeldung*
    europäischer_unfallbericht constat_européen constat_amiable_d'accident déclaration_d'accident
    comunicación_de_siniestro declaración_amistosa aanrijdingsformulier* europees_schadeformulier modulo_blu cid
    constatação_amigável participação_de_sinistro_automóvel 損害報告書 索赔申请 motor_claim accident_report_form
    home_claim claim_form notice_of_loss notification_of_claim damage_report loss_report schadenanzeige*
    schadenmeldung* schadensmeldung* schadenformular* déclaration_de_sinistre constat_amiable parte_de_siniestro
    parte_amistoso declaración_de_siniestro schadeformulier* schadeaangifte* schademelding* denuncia_di_sinistro
    modulo_di_denuncia constatazione_amichevole participação_de_sinistro declaração_amigável aviso_de_sinistro
    保険金請求書 事故報告書 理赔申请书 出险通知书
    | how_did_the_accident_happen describe_what_happened details_of_loss third_party_details hergang_des_schadens
    schadenort unfallhergang geschädigter circonstances_de_l'accident croquis_de_l'accident preneur_d'assurance
    lugar_del_siniestro croquis_del_accidente datum_en_tijdstip_schade schets luogo_del_sinistro
    dinamica_del_sinistro local_do_sinistro descrição_do_acidente assinatura_do_segurado 事故の状況 出险经过
    date_of_loss cause_of_damage description_of_damage schadentag schadenhergang schadenursache date_du_sinistre
    circonstances fecha_del_siniestro descripción_de_los_daños datum_schade toedracht data_del_sinistro
    descrizione_del_danno data_do_sinistro descrição_dos_danos 事故発生日 事故状況 出险时间 事故经过
police_report: incident_report police_statement anzeige_bei_der_polizei erstattung_einer_anzeige tagebuchnummer
    plainte denuncia acta_de_denuncia aangifte verklaring_aangifte denuncia querela ocorrência 盗難届出証明 报案
    police_report crime_report crime_reference strafanzeige* polizeibericht* anzeigenbestätigung* procès-verbal
    dépôt_de_plainte récépissé_de_plainte denuncia_policial atestado_policial proces-verbaal aangifte_politie
    denuncia_ai_carabinieri verbale_di_denuncia auto_de_notícia participação_policial boletim_de_ocorrência 被害届
    盗難届 报警回执 报案证明
    | constabulary police_department sheriff crime_reference polizeidirektion polizeiinspektion polizeirevier
    vorgangsnummer tatzeit tatort polizeiobermeister gendarmerie officier_de_police atestado guardia_civil
    policía_nacional pleegdatum plaats_delict carabinieri questura psp gnr 警部 公安局 reporting_officer
    police_station polizeidienststelle aktenzeichen_der_polizei brigadier commissariat comisaría politiebureau
    stazione_dei_carabinieri posto_da_psp 警察署 派出所
medical: hospital_report treatment_report doctors_certificate arztbrief* befund* befundbericht*
    bulletin_d'hospitalisation certificat_d'arrêt ordonnance informe_clínico justificante_médico
    medische_verklaring huisartsenbrief cartella_clinica certificato_di_malattia boletim_clínico baixa_médica
    医師の診断 入院証明書 病历 medical_certificate sick_note doctor's_note fit_note medical_report discharge_letter
    attest arztbericht* krankmeldung* arbeitsunfähigkeitsbescheinigung* ärztliches_attest entlassungsbrief*
    certificat_médical arrêt_de_travail compte_rendu_médical certificado_médico parte_de_baja informe_médico
    informe_de_alta doktersverklaring* medisch_rapport ziekteverklaring certificato_medico referto_medico
    lettera_di_dimissione atestado_médico relatório_médico declaração_médica 診断書 紹介状 诊断证明 病假条
    出院小结
    | physician treatment prognosis arzt ärztlich behandelt médecin_traitant je_soussigné_docteur repos_de médico
    paciente reposo huisarts behandelend_arts medico_chirurgo paziente giorni_di_riposo médico_de_família doente
    医師 加療 医生签名 diagnosis patient_name unfit_for_work diagnose patient icd-10 arbeitsunfähig_bis
    incapacité_de_travail diagnóstico incapacidad_temporal diagnosi prognosi 病名 傷病名 患者姓名 诊断
appraisal: expert_report appraisal valuation_report survey_report inspection_report gutachten*
    sachverständigengutachten* wertgutachten* prüfbericht* rapport_d'expertise expertise informe_pericial peritaje
    tasación informe_de_inspección taxatierapport* expertiserapport* inspectierapport* perizia* relazione_tecnica
    relatório_de_peritagem laudo* relatório_de_avaliação 鑑定書 査定書 検査報告書 鉴定报告 评估报告 检验报告
    | market_value surveyor findings sachverständiger verkehrswert feststellungen valeur_vénale l'expert
    valor_de_mercado perito getaxeerde_waarde valore_di_mercato valor_venal 鑑定評価額 评估值
repair_estimate: estimate_of_repairs repair_cost damage_estimate instandsetzungskosten chiffrage_des_réparations
    valoración_de_daños schadecalculatie stima_dei_danni 修繕見積 定损单 repair_estimate repair_quotation
    estimate_of_repairs reparaturkostenvoranschlag* reparaturkalkulation* devis_de_réparation
    presupuesto_de_reparación reparatieofferte* herstelofferte* preventivo_di_riparazione orçamento_de_reparação
    修理見積書 维修报价单
    | paint labour lackierung stundenverrechnungssatz peinture_et chapa_y_pintura uurloon carrozzeria
    chapa_e_pintura labour_hours spare_parts arbeitslohn ersatzteile main-d'œuvre mano_de_obra manodopera
    mão-de-obra 部品代 工时费
photo: photo photos photograph* picture* foto fotos fotografie* bild bilder image images fotografía* imagen
    imágenes afbeelding* foto's immagine immagini fotografia* imagem imagens 写真 照片 img dsc pxl screenshot*
    bildschirmfoto* capture_d'écran captura_de_pantalla schermafbeelding* schermata captura_de_ecrã
    スクリーンショット 截图
certificate: declaration_of_performance attestation_de_conformité déclaration_ue_de_conformité eu_declaration
    eu-konformitätserklärung werksbescheinigung declaración_ue_de_conformidad eu-conformiteitsverklaring
    dichiarazione_ue_di_conformità certificato_iso declaração_ue_de_conformidade certificado_iso 適合宣言書
    符合性声明 certificate_of_conformity declaration_of_conformity test_certificate certificate_of_analysis
    certificate_of_origin iso_9001 quality_certificate calibration_certificate zertifikat* konformitätserklärung*
    prüfzeugnis* ursprungszeugnis* werkszeugnis* certificat_de_conformité déclaration_de_conformité
    certificat_d'origine certificado_de_conformidad declaración_de_conformidad certificado_de_origen
    certificado_iso conformiteitsverklaring* certificaat_van_oorsprong certificato_di_conformità
    dichiarazione_di_conformità certificato_di_origine certificado_de_conformidade declaração_de_conformidade
    certificado_de_origem 適合証明書 検査証明書 原産地証明書 合格证 质检报告 原产地证书 检测报告
    | is_in_conformity complies_with erfüllt_die_anforderungen est_conforme_à cumple_con_la_norma voldoet_aan_de
    è_conforme_alla está_em_conformidade 規格に適合 符合标准 hereby_certify in_accordance_with en_iso
    hiermit_bescheinigen certifions_que certificamos_que hierbij_verklaren si_certifica_che certifica-se_que
    証明する 特此证明
safety_sheet: safety_data_sheet* sds msds sicherheitsdatenblatt* fiche_de_données_de_sécurité
    ficha_de_datos_de_seguridad veiligheidsinformatieblad* scheda_di_sicurezza scheda_dati_di_sicurezza
    ficha_de_dados_de_segurança 安全データシート 安全技术说明书
    | hazard_identification first-aid_measures gefahrenhinweise erste-hilfe-maßnahmen premiers_secours
    primeros_auxilios eerstehulpmaatregelen primo_soccorso primeiros_socorros 応急措置 急救措施
price_list: price_list* pricelist* rate_card tariff_sheet preisliste* preisverzeichnis* liste_de_prix
    tarif_général grille_tarifaire lista_de_precios tarifa_de_precios prijslijst* tarievenlijst listino_prezzi
    listino lista_de_preços tabela_de_preços 価格表 料金表 价格表 价目表
application: application_form registration_form enrolment_form order_form_application antrag antragsformular*
    anmeldeformular* aufnahmeantrag* formulaire_de_demande formulaire_d'inscription dossier_de_candidature
    formulario_de_solicitud solicitud solicitud_de_inscripción aanvraagformulier* inschrijfformulier*
    modulo_di_richiesta domanda_di_iscrizione modulo_di_adesione formulário_de_pedido formulário_de_inscrição
    requerimento 申込書 申請書 申请表 申请书 报名表
    | please_complete_in_block applicant's_signature unterschrift_des_antragstellers signature_du_demandeur
    firma_del_solicitante handtekening_aanvrager firma_del_richiedente assinatura_do_requerente 申込者 申请人签名
cv: personal_profile bewerbung* tabellarischer_lebenslauf bewerbungsunterlagen* mon_parcours candidature
    datos_personales levensloop motivatiebrief profilo_personale perfil_profissional 職歴書 应聘简历
    curriculum_vitae cv resume résumé lebenslauf* hoja_de_vida currículum currículo 履歴書 職務経歴書 简历
    个人简历
    | professional_experience employment_history skills persönliche_daten beruflicher_werdegang kenntnisse
    compétences centres_d'intérêt idiomas aptitudes vaardigheden talenkennis competenze conoscenze_linguistiche
    competências idiomas_e 資格 自己PR 技能特长 work_experience education references_available berufserfahrung
    ausbildung sprachkenntnisse expérience_professionnelle formation langues experiencia_laboral
    formación_académica werkervaring opleiding esperienza_professionale istruzione_e_formazione
    experiência_profissional formação_académica 職歴 学歴 工作经历 教育背景
diploma: diploma* degree_certificate transcript_of_records school_report zeugnis* abschlusszeugnis* arbeitszeugnis*
    notenspiegel diplôme* relevé_de_notes título_universitario expediente_académico boletín_de_notas
    cijferlijst* getuigschrift* diploma_di_laurea pagella certificado_de_habilitações histórico_escolar 卒業証明書
    成績証明書 学位证书 毕业证书 成绩单
vehicle_registration: vehicle_registration logbook v5c registration_certificate fahrzeugschein*
    zulassungsbescheinigung* fahrzeugbrief* carte_grise certificat_d'immatriculation permiso_de_circulación
    tarjeta_de_circulación kentekenbewijs* kentekencard carta_di_circolazione libretto_di_circolazione
    documento_único certificado_de_matrícula crlv 車検証 自動車検査証 行驶证 机动车登记证书
    | registration_mark vehicle_identification_number fahrgestellnummer erstzulassung numéro_d'identification
    date_de_première_immatriculation bastidor fecha_de_matriculación voertuigidentificatienummer
    datum_eerste_toelating numero_di_telaio data_prima_immatricolazione número_de_chassis 車台番号 初度登録
    车辆识别代号 注册日期
timesheet: timesheet* time_sheet* hours_worked stundenzettel* stundennachweis* zeiterfassung* feuille_d'heures
    relevé_d'heures parte_de_horas hoja_de_horas urenstaat urenbriefje* urenregistratie* foglio_ore
    registro_presenze folha_de_horas registo_de_horas 勤務表 タイムシート 工时表 考勤表
minutes: minutes_of meeting_minutes minutes_of_the_meeting protokoll sitzungsprotokoll* besprechungsprotokoll*
    compte_rendu_de_réunion procès-verbal_de_réunion acta_de_la_reunión acta_de_reunión notulen
    verbale_di_riunione verbale_dell'assemblea ata_da_reunião ata_da_assembleia 議事録 会议纪要 会议记录
    | attendees agenda teilnehmer tagesordnung ordre_du_jour asistentes orden_del_día aanwezig presenti
    ordine_del_giorno presentes ordem_de_trabalhos 出席者 議題 与会人员
questionnaire: questionnaire* survey_form fragebogen* selbstauskunft* cuestionario* vragenlijst* questionario*
    質問票 アンケート 调查问卷
letter: cover_letter anschreiben* begleitschreiben* lettre_d'accompagnement carta_de_presentación
    begeleidende_brief lettera_di_accompagnamento carta_de_apresentação 送付状 添え状
report: report* bericht* rapport* informe* verslag* relazione* relatório* 報告書 报告
"""
